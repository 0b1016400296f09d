import type { Child } from 'hono/jsx'
import {
  type Cut,
  cutPieces,
  cuts,
  type Overlap as OverlapOf,
  piecesInWords,
} from '../../../functions/figures/day/overlaps'
import type { DaySession } from '../../../functions/figures/day/schema'
import { undoPath } from '../../../functions/lib/http/path-to'
import { type Clock, clockTime, duration } from '../../../functions/lib/text/format'
import { sessionTitle } from '../../../functions/time/sessions/title'
import { Badge, Button } from '../../ui/button'
import { Icon } from '../../ui/icon'
import { timelinePath } from '../../ui/links'
import { BetweenRow } from './gap'

/** New times of the earlier session, and the time that it loses; null if it cannot be cut. */
const cutInWords = (overlap: OverlapOf<DaySession>, cut: Cut, clock: Clock) => {
  const pieces = cutPieces(overlap, cut)
  if (!pieces) return null
  const left = pieces.reduce((sum, { duration_seconds }) => sum + duration_seconds, 0)
  return {
    times: piecesInWords(pieces, overlap.earlier.time_zone, clock),
    less: duration(overlap.earlier.duration_seconds - left),
    /** True if the earlier session continues after the overlap: this part is removed, too. */
    cutsShort: cut === 'trim' && overlap.after !== null,
  }
}

type OverlapProps = { overlap: OverlapOf<DaySession>; date: string; clock: Clock }

const Name = ({ session }: { session: DaySession }) => (
  <>
    “<bdi>{sessionTitle(session)}</bdi>”
  </>
)

/** Attributes of a button whose response redraws the day and focuses it. */
const actsOnDay = (url: string) => ({
  formaction: url,
  'hx-post': url,
  'hx-target': '#day',
  'hx-swap': 'none swapEmpty:true',
})

const idOf = ({ earlier, later }: OverlapOf<DaySession>) => `overlap-${earlier.number}-${later.number}`

type WayProps = { id: string; url: string; button: string; children?: Child }

const Way = ({ id, url, button, children }: WayProps) => (
  <li class="flex flex-wrap items-center gap-x-3 gap-y-1">
    <Button small {...actsOnDay(url)} aria-describedby={id}>
      {button}
    </Button>
    <span class="flex-1 basis-48 text-grey" id={id}>
      {children}
    </span>
  </li>
)

const CutWay = ({ overlap, cut, date, clock }: OverlapProps & { cut: Cut }) => {
  const words = cutInWords(overlap, cut, clock)
  if (!words) return null
  const verb = cut === 'trim' ? 'Trim' : 'Split'
  return (
    <Way
      id={`${idOf(overlap)}-${cut}`}
      url={`${timelinePath(date)}/overlaps/${cut}`}
      button={words.cutsShort ? `${verb} (removes ${words.less})` : verb}
    >
      <Name session={overlap.earlier} /> becomes {words.times}, {words.less} less
      {words.cutsShort && (
        <>
          : it ends where <Name session={overlap.later} /> begins
        </>
      )}
    </Way>
  )
}

export const Overlap = (props: OverlapProps) => {
  const { overlap, date, clock } = props
  const { earlier, later, from, to, seconds } = overlap
  const time = (instant: number) => clockTime(instant, earlier.time_zone, clock)
  const id = idOf(overlap)
  const isSame = cuts.every((cut) => cutPieces(overlap, cut) === null)
  return (
    <li class="grid-cols-1 gap-2 text-small wrap-anywhere" id={id}>
      <p id={`${id}-what`}>
        <Badge tone="warning" icon="overlap">
          Overlap {duration(seconds)}
        </Badge>{' '}
        {time(from)}–{time(to)}, <Name session={earlier} /> and <Name session={later} />
      </p>
      <form method="post" aria-labelledby={`${id}-what`}>
        <input type="hidden" name="one" value={earlier.id} />
        <input type="hidden" name="one_seq" value={earlier.seq} />
        <input type="hidden" name="other" value={later.id} />
        <input type="hidden" name="other_seq" value={later.seq} />
        {isSame && (
          <p class="grey">Both have the same times, so neither can be cut. Edit or delete one, or keep both.</p>
        )}
        <ul class="grid gap-2">
          <CutWay {...props} cut="split" />
          <CutWay {...props} cut="trim" />
          <Way id={`${id}-keep`} url={`${timelinePath(date)}/overlaps/keep`} button="Keep both">
            {duration(seconds)} is counted twice
          </Way>
        </ul>
      </form>
    </li>
  )
}

export const KeptOverlap = ({ overlap, date }: Omit<OverlapProps, 'clock'>) => {
  const { earlier, later, seconds } = overlap
  const url = undoPath('overlap.keep', date, earlier.id, later.id)
  return (
    <BetweenRow id={`kept-${idOf(overlap)}`}>
      <p class="grey">
        <Icon name="overlap" /> {duration(seconds)} counted twice: <Name session={earlier} /> and{' '}
        <Name session={later} />
      </p>
      <form method="post">
        <Button small variant="quiet" {...actsOnDay(url)}>
          Review again
        </Button>
      </form>
    </BetweenRow>
  )
}
