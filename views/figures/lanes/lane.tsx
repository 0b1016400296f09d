import type { PropsWithChildren } from 'hono/jsx'
import { clockWords, isNearPresent, presentWords } from '../../../functions/figures/lanes/clock'
import { type Axis, axisPosition, type Block as Placed } from '../../../functions/figures/lanes/lane'
import { type BlockRun, separateRuns } from '../../../functions/figures/lanes/runs'
import type { LaneItem } from '../../../functions/figures/lanes/things'
import { type Clock, duration } from '../../../functions/lib/text/format'
import { padNumber } from '../../../functions/lib/time/duration'
import { classes, Icon, ProjectMark, projectClass } from '../../ui/icon'
import { assets, Module } from '../../ui/reorder'

/** Numbered class of scripts/build.ts; 0 needs no class. */
const numberClass = (name: string, value: number) => value > 0 && `${name}${value}`

/** Class that places an element at a time (scripts/build.ts). @param minutes a multiple of five */
export const timeClass = (minutes: number) =>
  classes(`h${Math.floor(minutes / 60)}`, numberClass('m', minutes % 60)) ?? ''

export const lengthClass = (minutes: number) =>
  classes(numberClass('d', Math.floor(minutes / 60)), numberClass('e', minutes % 60))

/** Formats a time from midnight of the date: `8:40`, `25:10` or `-1:30`, with seconds unless they are 0. */
const exact = (seconds: number) => {
  const [whole, rest] = [Math.abs(seconds), Math.abs(seconds) % 60]
  const time = `${Math.floor(whole / 3600)}:${padNumber(Math.floor(whole / 60) % 60)}`
  return `${seconds < 0 ? '-' : ''}${time}${rest > 0 ? `:${padNumber(rest)}` : ''}`
}

const looks = { session: '', planned: 'open', running: 'live', meeting: 'meet', task: 'todo' }

/** Minimum height of a block in lines for a second line, a third line, and a title of two lines. */
const [twoLines, threeLines, longTitle] = [2.5, 3.75, 4.5]

/** Classes of blocks of one line or less. Their title may overflow below them if there is room. */
const lowLooks = { line: 'low', small: 'low slim', none: 'low bare' }

/** Maximum number of blocks next to each other. */
const lanesLimit = 3

type BlockProps = { block: Placed<LaneItem>; clock: Clock }

/**
 * A block of a lane, linked to its page. Its times are for screen readers (a hyphen is shorter than a dash).
 * client/calendar/calendar.ts moves blocks that have a version (`data-v`), and reads `data-at` if the text does not
 * contain all times.
 */
const Block = ({ block, clock }: BlockProps) => {
  const { kind, id, href, title, project, seconds, seq, log, at, from, to, y, height, lane, lanes, lines, isPale } =
    block
  const [isTall, isLong] = [lines >= twoLines, lines >= threeLines]
  const look = looks[kind]
  const times = `${exact(at[0])}-${kind === 'running' ? '' : exact(at[1])}`
  const shown = `${clockWords(from / 60, clock)}-${clockWords(to / 60, clock)}`
  return (
    <a
      class={classes(
        'block',
        look,
        isTall && 'tall',
        lines >= longTitle && 'two',
        lines <= 1 && lowLooks[block.fits],
        isPale && 'pale',
        timeClass(y),
        lengthClass(height),
        project && (projectClass(project.color) ?? 'hue-none'),
        lanes > 1 && `of${Math.min(lanes, lanesLimit)}`,
        numberClass('at', lane),
      )}
      id={kind === 'task' ? `clock-${id}` : undefined}
      href={href}
      dir="auto"
      data-at={times === shown.replaceAll(/\b0(?=\d:)/g, '') ? undefined : times}
      data-v={seq ?? undefined}
      data-log={log}
      data-id={kind === 'running' ? id : undefined}
    >
      <i>
        {shown}
        {kind !== 'session' && `, ${kind}`}
        {!isLong && project && `, ${project.label}`}{' '}
      </i>
      {!isTall && (look === 'meet' || look === 'todo') ? <Icon name={look === 'meet' ? 'meetings' : 'circle'} /> : null}
      <b>{title}</b> {isLong && project && <small>{project.label}</small>}
      <small>{duration(seconds)}</small>
    </a>
  )
}

/** Formats an hour for the narrow column, without a line break: `09:00` or `9 am`. */
const hourWords = (minutes: number, clock: Clock) => clockWords(minutes, clock).replace(':00 ', '\u00a0')

type HoursProps = {
  axis: Axis
  clock: Clock
  /** Minutes from midnight of the line that client/timer/present.ts moves. */
  now: number | null
  /** True for hours below a line, which the first one may not cross. */
  isBelowLine?: boolean
  /** True if a phone draws another day than today. */
  isOfOthers?: boolean
}

/** The hours next to the lanes. */
const HourScale = ({ axis, clock, now, isBelowLine, isOfOthers }: HoursProps) => {
  const hours = Array.from({ length: (axis.to - axis.from) / 60 + 1 }, (_, n) => axis.from + 60 * n)
  return (
    <>
      {now !== null && <Module name="present" />}
      <div class={classes('hours', isOfOthers && 'of-others')} aria-hidden="true">
        {hours.map((minutes, index) => (
          <span
            class={classes(
              timeClass(minutes - axis.from),
              now !== null && isNearPresent(minutes, now) && 'beside',
              isBelowLine && index === 0 && 'mt-0',
            )}
          >
            {hourWords(minutes, clock)}
          </span>
        ))}
        {now !== null && <b class={timeClass(axisPosition(axis, now * 60))}>{presentWords(now, clock)}</b>}
      </div>
    </>
  )
}

/** Style sheet of clocks, ahead of the first one. */
export const ClockSheet = () => <link rel="stylesheet" href={assets['lanes.css']} />

type ClockProps = PropsWithChildren<HoursProps & { class?: string; 'data-step'?: number; 'data-dragging'?: string }>

/** Lanes next to their hours, drawn to scale. `class`: the height of an hour, else 44 px. */
export const DrawnClock = ({
  class: more,
  children,
  'data-step': step,
  'data-dragging': dragging,
  ...hours
}: ClockProps) => (
  <div
    class={classes('clock', more, timeClass(hours.axis.to - hours.axis.from))}
    data-step={step}
    data-dragging={dragging}
  >
    <HourScale {...hours} />
    {children}
  </div>
)

type LaneProps = PropsWithChildren<{
  date: string
  label: string
  axis: Axis
  blocks: Placed<LaneItem>[]
  clock: Clock
  /** Minutes since midnight at the line of the current time. */
  now: number | null
  /** IANA zone of new blocks. */
  zone: string
  isToday?: boolean
  /** True for the day that a phone draws. */
  isChosen?: boolean
  class?: string | undefined
}>

const endOf = ({ y, height }: Pick<Placed<LaneItem>, 'y' | 'height'>) => y + height

type Group = { y: number; end: number; blocks: Placed<LaneItem>[] }

/** Groups of overlapping blocks that do not fit next to the others. @param blocks sorted by start */
const hiddenIn = (blocks: Placed<LaneItem>[]) => {
  const groups: Group[] = []
  for (const block of blocks) {
    const last = groups.at(-1)
    const end = endOf(block)
    if (block.lane < lanesLimit) continue
    if (last && block.y < last.end)
      Object.assign(last, { end: Math.max(last.end, end), blocks: [...last.blocks, block] })
    else groups.push({ y: block.y, end, blocks: [block] })
  }
  return groups
}

/** True for a block in the last drawn column that overlaps a group. */
const isLastBeside = (one: Placed<LaneItem>, { y, end }: Pick<Group, 'y' | 'end'>) =>
  one.lane === lanesLimit - 1 && one.y < end && endOf(one) > y

/** End of the last drawn block next to a group, where its count is placed. @param drawn blocks outside the group */
const footOf = (group: Group, drawn: Placed<LaneItem>[]) =>
  Math.max(group.end, ...drawn.filter((one) => isLastBeside(one, group)).map(endOf))

type ListProps = {
  class: string
  label?: string
  words: string
  blocks: Placed<LaneItem>[]
  date: string
  clock: Clock
}

/** Menu of the blocks that did not fit. */
const BlockList = ({ label, words, blocks, date, clock, ...more }: ListProps) => (
  <details class={`menu more-blocks ${more.class}`} data-menu="">
    <summary aria-label={label}>{words}</summary>
    <div class="sheet run-list" data-date={date}>
      {blocks.map(({ href, title, project, seconds, at, from, to }) => (
        <a href={href} data-at={at.map(exact).join('-')}>
          {clockWords(from / 60, clock)}–{clockWords(to / 60, clock)} <bdi>{title}</bdi>
          <small>
            {project && (
              <>
                <ProjectMark color={project.color} />
                {project.label} ·{' '}
              </>
            )}
            {duration(seconds)}
          </small>
        </a>
      ))}
    </div>
  </details>
)

const runWords = ({ blocks }: BlockRun<Placed<LaneItem>>) =>
  `${blocks.length} sessions, ${duration(blocks.reduce((sum, { seconds }) => sum + seconds, 0))}`

/** Moves the timer to the last drawn column if it would not be drawn. */
const withTimer = (blocks: Placed<LaneItem>[]) => {
  const timer = blocks.find(({ kind, lane }) => kind === 'running' && lane >= lanesLimit)
  if (!timer) return blocks
  const time = { y: timer.y, end: endOf(timer) }
  return blocks.map((one) =>
    one === timer ? { ...one, lane: lanesLimit - 1 } : isLastBeside(one, time) ? { ...one, lane: lanesLimit } : one,
  )
}

/** A day drawn to scale; client/calendar/calendar.ts updates it. */
export const Lane = ({ date, label, axis, clock, now, zone, isToday, isChosen, children, ...more }: LaneProps) => {
  const { alone, runs } = separateRuns(withTimer(more.blocks))
  const drawn = alone.filter(({ lane }) => lane < lanesLimit)
  const listed = { date, clock }
  return (
    <div
      class={classes('lane', more.class)}
      id={`lane-${date}`}
      {...{ role: 'group', 'aria-label': label, 'aria-current': isToday ? 'date' : undefined }}
      data-chosen={isChosen ? '' : undefined}
      data-date={date}
      data-from={axis.from}
      data-minutes={axis.to - axis.from}
      data-zone={zone}
    >
      {children}
      {drawn.map((block) => (
        <Block block={block} clock={clock} />
      ))}
      {runs.map((run) => (
        <BlockList
          {...listed}
          class={`run ${timeClass(run.y)} ${lengthClass(run.height)}${run.blocks[0]?.isPale ? ' pale' : ''}`}
          words={runWords(run)}
          blocks={run.blocks}
        />
      ))}
      {hiddenIn(alone).map((group) => (
        <BlockList
          {...listed}
          class={timeClass(footOf(group, drawn))}
          label={`${group.blocks.length} more at the same time`}
          words={`+${group.blocks.length}`}
          blocks={group.blocks}
        />
      ))}
      {now !== null && <i class={`now-line ${timeClass(axisPosition(axis, now * 60))}`} />}
    </div>
  )
}
