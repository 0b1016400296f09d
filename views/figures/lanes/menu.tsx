import { Icon, type IconName } from '../../ui/icon'
import { anyRow, MenuLink, MenuPost } from '../../ui/item'

/** Item of a block's menu that client/calendar/calendar.ts executes. */
const Act = ({ act, icon, label }: { act: string; icon: IconName; label: string }) => (
  <button type="button" data-act={act}>
    <Icon name={icon} />
    {label}
  </button>
)

/** Menu item that starts the timer with the title and fields of the block. */
const Start = ({ label }: { label: string }) => (
  <button type="submit" form="play" name="again" value=":id">
    <Icon name="play" />
    {label}
  </button>
)

/** Content of the menus of blocks on lanes, once per page. client/calendar/calendar.ts opens it. */
export const BlockMenu = () => (
  <>
    <template id="block-menu">
      <div class="sheet block-menu" popover="auto">
        <MenuLink href={`${anyRow}/edit`} icon="edit" label="Edit" />
        <MenuLink href={anyRow} icon="right" label="Open" />
        <Act act="copy" icon="copy" label="Copy" />
        <Act act="split" icon="split" label="Split here" />
        <Start label="Start again" />
        <MenuLink href="/day/:date" icon="overlap" label="Resolve the overlap" />
        <MenuPost action={`${anyRow}/delete`} label="Delete" icon="trash" danger swapsNothing />
      </div>
    </template>
    <template id="thing-menu">
      <div class="sheet block-menu" popover="auto">
        <Act act="log" icon="sessions" label="Log :length" />
        <Start label="Start" />
        <MenuLink href={anyRow} icon="right" label="Open" />
        <MenuLink href={`${anyRow}/edit`} icon="edit" label="Edit" />
      </div>
    </template>
  </>
)
