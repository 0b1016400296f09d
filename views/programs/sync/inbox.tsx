import { listPath } from '../../../functions/lib/http/list-view'
import type { DeviceNames } from '../../../functions/programs/sync/conflicts/differences'
import type { Conflict, ConflictsView } from '../../../functions/programs/sync/conflicts/schema'
import { conflictsPath } from '../../../functions/programs/sync/conflicts/schema'
import { LinkButton } from '../../ui/button'
import { Empty } from '../../ui/empty'
import type { Reader } from '../../ui/moment'
import { PageHead, Pagination, RowList, Rows, TextLink } from '../../ui/section'
import { ConflictItem } from './conflict'
import { devicesPath } from './line'

/** Maximum number of lines shown of each version of a plan. */
const listedLines = 8
const allLines = 400

const NoConflicts = ({ isSettled }: { isSettled: boolean }) =>
  isSettled ? (
    <Empty title="No settled conflicts">What you bring back or keep stays here for 180 days.</Empty>
  ) : (
    <Empty title="No conflicts" actions={<LinkButton href={devicesPath}>Devices</LinkButton>}>
      When two devices change the same thing, the later change wins. The other one is kept here, and you can bring it
      back.
    </Empty>
  )

/** `next` is the cursor of the next page; undefined on the last page. */
type PageProps = Reader & { conflicts: Conflict[]; devices: DeviceNames; view: ConflictsView; next: string | undefined }

/** `/settings/devices/conflicts` */
export const ConflictsPage = ({ conflicts, devices, view, next, ...reader }: PageProps) => {
  const isSettled = view.show === 'settled'
  const pathOf = (query: { show: string; before: string }) =>
    listPath(conflictsPath, { ...query, show: query.show === 'open' ? '' : query.show })
  return (
    <>
      <PageHead
        title={isSettled ? 'Settled conflicts' : 'Conflicts'}
        summary="kept for 180 days"
        actions={
          <LinkButton href={pathOf({ show: isSettled ? 'open' : 'settled', before: '' })}>
            {isSettled ? 'Open conflicts' : 'Settled conflicts'}
          </LinkButton>
        }
      />
      {conflicts.length === 0 && view.before === '' && <NoConflicts isSettled={isSettled} />}
      <RowList
        rows={conflicts}
        item={(conflict) => (
          <li id={`conflict-${conflict.id}`}>
            <div>
              <ConflictItem conflict={conflict} devices={devices} most={listedLines} {...reader} />
            </div>
          </li>
        )}
      />
      <Pagination
        later={view.before ? { href: pathOf({ ...view, before: '' }), label: 'Latest' } : undefined}
        earlier={next ? { href: pathOf({ ...view, before: next }) } : undefined}
      />
    </>
  )
}

/** `/settings/devices/conflicts/:id` */
export const ConflictPage = (props: Reader & { conflict: Conflict; devices: DeviceNames }) => (
  <>
    <PageHead title="Conflict" actions={<TextLink href={conflictsPath}>All conflicts</TextLink>} />
    <Rows>
      <li>
        <div>
          <ConflictItem most={allLines} {...props} />
        </div>
      </li>
    </Rows>
  </>
)
