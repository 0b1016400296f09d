import type { Child, PropsWithChildren } from 'hono/jsx'
import type { DayVerdict } from '../../../functions/goals/goals/progress/habit'
import { DayDots, dotColumns } from '../../goals/goals/marks'
import { Spark } from '../../ui/figure'
import { Icon } from '../../ui/icon'
import { Row } from '../../ui/item'
import { RowName, Rows } from '../../ui/section'

/** The Thursday of the sample; its week begins on the 23rd. */
const today = '2026-11-26'
const days = ['2026-11-23', '2026-11-24', '2026-11-25', today, '2026-11-27', '2026-11-28', '2026-11-29']

/** `verdicts` of the seven days; `amount` of today, in minutes of 20. */
const Days = ({ verdicts, amount = 0 }: { verdicts: DayVerdict[]; amount?: number }) => (
  <DayDots
    days={days.map((date, index) => ({
      date,
      verdict: verdicts[index] ?? 'open',
      amount: date === today ? amount : 0,
      target: 20,
    }))}
    today={today}
  />
)

const Dot = ({ hue, name }: { hue: string; name: string }) => (
  <>
    <span class={`dot hue-${hue}`} /> {name}
  </>
)

const Circle = ({ isDone }: { isDone?: boolean }) => (
  <button type="button" class="tick" aria-pressed={isDone ? 'true' : 'false'}>
    <Icon name="check" />
  </button>
)

type SampleProps = { title: string; facts: Child[]; mark?: Child; figures?: Child; isNow?: boolean }

const Sample = ({ title, facts, mark = <Circle />, figures, isNow }: SampleProps) => (
  <Row
    class={isNow ? 'now' : undefined}
    mark={mark}
    title={<RowName>{title}</RowName>}
    facts={facts}
    figures={figures}
  />
)

const met: DayVerdict = 'met'
const read: DayVerdict[] = [met, met, met, 'open', 'open', 'off', 'off']

/** A day as Today shows it, with made-up rows. */
const SampleDay = () => (
  <div
    class="overflow-hidden rounded border border-line bg-paper p-6 shadow-overlay max-sm:p-4"
    inert
    aria-hidden="true"
  >
    <p class="font-strong text-title">Thursday, 26 November</p>
    <div class="mt-4 mb-2 grid grid-cols-[minmax(0,1fr)_auto] items-center gap-4 text-small">
      <Spark
        max={495}
        parts={[{ value: 240 }, { value: 60, tone: 'soft' }, { value: 195, tone: 'over' }]}
        target={300}
        height={4}
      />
      <b class="text-warning">3h 15m over</b>
    </div>
    <Rows ordered>
      <Sample
        isNow
        title="Payment step: trial with test cards"
        facts={[<Dot hue="rust" name="Booking site" />, 'since 14:00']}
        figures={
          <>
            <b>22m</b> of 2h
          </>
        }
      />
      <Sample
        mark={<Icon name="meetings" />}
        title="Priors, over coffee"
        facts={['16:30–17:15', <Dot hue="cobalt" name="Thesis" />, 'Tomás Lima']}
        figures="45m"
      />
      <Sample
        title="Portuguese: one chapter"
        facts={['18:30', <Dot hue="jade" name="Portuguese" />, 'weekdays']}
        figures="45m"
      />
    </Rows>
    <p class="flex items-center gap-2 border-line border-b pt-4 pb-1 text-grey text-small">
      <span class="flex-1">Habits and limits · 1 of 3 done</span>
      <span class={dotColumns}>
        {[...'MTWTFSS'].map((letter, index) => (
          <span class={index === 3 ? 'font-strong text-ink' : undefined}>{letter}</span>
        ))}
      </span>
    </p>
    <Rows ordered>
      <Sample
        mark={<Circle isDone />}
        title="Meditate"
        facts={['2 in a row', 'every day']}
        figures={<Days verdicts={[met, 'missed', met, met]} />}
      />
      <Sample title="Read" facts={['12m of 20m', '12 in a row']} figures={<Days verdicts={read} amount={12} />} />
      <Sample title="Gym" facts={['1 of 3 this week']} figures={<Days verdicts={['off', met, 'off']} />} />
      <Sample
        mark={<Icon name="clock" />}
        title="Video"
        facts={['26m of 30m', <b class="text-ink">4m left</b>]}
        figures={
          <div class="w-28">
            <Spark max={30} parts={[{ value: 26 }]} target={30} height={4} />
          </div>
        }
      />
    </Rows>
  </div>
)

const Job = ({ title, words, children }: PropsWithChildren<{ title: string; words: string }>) => (
  <section>
    <div class="grid h-24 content-center gap-2 rounded bg-sunken px-6 text-small" inert aria-hidden="true">
      {children}
    </div>
    <h2 class="mt-3 font-strong text-text">{title}</h2>
    <p class="grey">{words}</p>
  </section>
)

const line = 'flex items-center justify-between gap-4'

/** Page for strangers: a sample of a day, three jobs with a picture each, and the price. `start` is the way in. */
export const FirstPage = ({ start, demo }: { start: Child; demo: Child }) => (
  <div class="mx-auto grid w-full max-w-254 gap-8 pt-4">
    <div class="grid items-start gap-8 xl:grid-cols-[minmax(0,1fr)_21rem]">
      <div class="grid gap-4">
        <h1 class="max-w-132 text-figure leading-tight tracking-tight">Did my day go where I wanted it to?</h1>
        <p class="max-w-132 text-grey">
          Daymark keeps your hours, habits and goals on one page, and holds the apps that eat your day to a limit.
        </p>
        {demo}
      </div>
      {start}
    </div>
    <figure
      role="img"
      aria-label="A day in Daymark: a timer runs, a meeting and a task come next, three habits, and a limit with 4 minutes left"
    >
      <SampleDay />
    </figure>
    <div class="grid gap-8 xl:grid-cols-3">
      <Job
        title="See where the hours went"
        words="Type what you do, press Enter. Each hour has a project, each week a sum."
      >
        {[
          ['Mon', 320],
          ['Tue', 290],
          ['Wed', 360],
        ].map(([day, minutes]) => (
          <div class="grid grid-cols-[2.5rem_minmax(0,1fr)] items-center">
            <span>{day}</span>
            <Spark max={400} parts={[{ value: Number(minutes) }]} target={300} />
          </div>
        ))}
      </Job>
      <Job
        title="Keep a habit, reach a goal"
        words="“Read 20 minutes on weekdays” is all you write. A row of days says how it goes."
      >
        <div class={line}>
          Read 20m <Days verdicts={read} amount={12} />
        </div>
        <div class={line}>
          Methods chapter <span>7 of 10</span>
        </div>
        <Spark max={10} parts={[{ value: 7 }]} target={8.4} />
      </Job>
      <Job title="Hold an app to its time" words="At most 30 minutes a day, or open only after two hours of work.">
        <div class={line}>
          Video <span>26m of 30m</span>
        </div>
        <Spark max={30} parts={[{ value: 26 }]} target={30} height={4} />
        <b>4m left today</b>
      </Job>
    </div>
    <p class="border-line border-t pt-4 text-grey">
      <b class="text-ink">Free, and yours to host.</b> No paid plan, no ads. Take all of your data out in one file.
    </p>
  </div>
)
