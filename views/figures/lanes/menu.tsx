import { barForm } from '../../frame/shell/start-button'
import { Icon, type IconName } from '../../ui/icon'
import { anyRow, MenuLink, MenuPost } from '../../ui/item'

/** An entry of the menu of a block that client/calendar.ts does. */
const Act = ({ act, icon, label }: { act: string; icon: IconName; label: string }) => (
  <button type="button" data-act={act}>
    <Icon name={icon} />
    {label}
  </button>
)

/** The content of the menus of sessions on lanes, and client/calendar.ts, which opens it at a block; once in a page. */
export const BlockMenu = () => (
  <>
    <template id="block-menu">
      <div class="sheet block-menu" popover="auto">
        <MenuLink href={`${anyRow}/edit`} icon="edit" label="Edit" />
        <Act act="copy" icon="copy" label="Copy" />
        <Act act="split" icon="split" label="Split here" />
        <form {...barForm('/timer/start')}>
          <input type="hidden" name="again" value=":id" />
          <button type="submit">
            <Icon name="play" />
            Start again
          </button>
        </form>
        <MenuLink href="/day/:date" icon="overlap" label="Resolve the overlap" />
        <MenuPost action={`${anyRow}/delete`} label="Delete" icon="trash" danger swapsNothing />
      </div>
    </template>
  </>
)
