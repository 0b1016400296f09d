import { cellName } from '../../../functions/figures/week/schema'
import { cellText } from '../../../functions/figures/week/sheet/cell'
import type { CellDraft } from '../../../functions/figures/week/sheet/change'
import type { Sheet, SheetCell, SheetRow } from '../../../functions/figures/week/sheet/rows'
import { duration, weekdayDay } from '../../../functions/lib/text/format'
import { Icon } from '../../ui/icon'
import { jointPath } from '../../ui/links'
import { TextLink } from '../../ui/section'

export const PlannedValue = ({ seconds, class: more }: { seconds: number; class?: string }) => (
  <span class={more}>
    <span class="border-b border-b-line-firm [border-bottom-style:dashed]">{cellText(seconds)}</span>
    <span class="sr-only"> planned</span>
  </span>
)

const lockedLook = 'rounded border-[1.5px] border-accent border-dashed bg-accent-wash text-accent'

type LockedProps = { cell: SheetCell; row: SheetRow; view: Sheet['view']; hasFocus: boolean }

/** A cell that cannot be edited. It links to its sessions; if the timer runs in it, to the timer. */
const LockedCell = ({ cell, row, hasFocus }: LockedProps) => {
  const { date, seconds, run, locked } = cell
  const reason = locked ?? ''
  return (
    <a
      class={run ? lockedLook : 'text-grey'}
      href={run ? '/timer' : jointPath({ from: date, to: date }, row.subjects)}
      title={reason}
      autofocus={hasFocus}
    >
      {run && <Icon name="play" />}
      <span data-running-from={run?.from} data-counted={run && seconds}>
        {run ? duration(seconds + run.seconds) : cellText(seconds)}
      </span>
      <span class="sr-only">
        {' '}
        <bdi>{row.name}</bdi> · <bdi>{row.words}</bdi> {weekdayDay(date)}. {reason}
      </span>
    </a>
  )
}

type CellProps = LockedProps & { draft: CellDraft | undefined }

/** Seconds from which a cell shows a warning: 13 may be a typo for 1:30. */
const muchSeconds = 10 * 3600

/** Message about a value, with a link to the page that can make a refused edit. */
export const Words = ({ words, href }: { words: string; href?: string | undefined }) => (
  <>
    {words} {href && <TextLink href={href}>Change it there</TextLink>}
  </>
)

export const Cell = ({ draft, ...props }: CellProps) => {
  const { cell, row, view, hasFocus } = props
  if (cell.locked && !draft) return <LockedCell {...props} />
  const { isAhead, planned } = cell
  const seconds = draft?.seconds ?? (isAhead ? planned : cell.seconds)
  const [name, saved] = [cellName(cell.date, seconds, row.key), cellText(seconds)]
  const said = draft && `says-${name}`
  return (
    <>
      <input
        form="sheet"
        name={name}
        placeholder="·"
        autocomplete="off"
        inputmode="decimal"
        autofocus={hasFocus}
        aria-label={`${row.name} · ${row.words} ${weekdayDay(cell.date)}${isAhead ? ', planned' : ''}`}
        value={draft?.value ?? saved}
        {...(draft && {
          'data-saved': saved,
          'aria-invalid': 'true',
          'aria-describedby': said,
        })}
      />
      <p id={said} role="status">
        {draft ? <Words {...draft} /> : hasFocus && view.again && 'This row is here already.'}
      </p>
      {seconds > muchSeconds ? (
        <span class="hours-note -ml-1 text-warning">{Math.floor(seconds / 3600)}h?</span>
      ) : (
        planned > 0 && !isAhead && <PlannedValue seconds={planned} class="hours-note text-grey" />
      )}
    </>
  )
}
