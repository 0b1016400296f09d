import type { Child, PropsWithChildren } from 'hono/jsx'
import { tickText } from '../../../functions/goals/goals/progress/text'
import { levelNames } from '../../../functions/learning/skills/schema'
import { pathTo } from '../../../functions/lib/http/path-to'
import { dayMonth, plural } from '../../../functions/lib/text/format'
import { excerptOf } from '../../../functions/lib/text/markdown'
import { type Packet, type packetParts, partTitles } from '../../../functions/reviews/evidence/packet'
import { boxName } from '../../../functions/reviews/evidence/schema'
import type { GoalTick } from '../../../functions/reviews/period-reviews/reads'
import { Empty } from '../../ui/empty'
import { Duration } from '../../ui/figure'
import { classes, ProjectName } from '../../ui/icon'
import { sessionsPath } from '../../ui/links'
import { NameLink, PlainRow, RowList, Section } from '../../ui/section'
import { OptionalLink } from '../../ui/uses'

type Shown = { packet: Packet; leftOut: Set<string> }

type BoxProps = { id: string; label: string; leftOut: Set<string>; class?: string }

const Box = ({ id, label, leftOut, class: more }: BoxProps) => (
  <label class={classes('evidence-box', more)}>
    <input
      type="checkbox"
      name={boxName(id)}
      checked={!leftOut.has(id)}
      autocomplete="off"
      aria-label={`Include ${label}`}
    />
  </label>
)

type LineProps = PropsWithChildren<BoxProps & { aside?: Child; figure?: Child; below?: Child }>

const Line = ({ aside, figure, below, children, ...box }: LineProps) => (
  <li class="evidence-line">
    <Box {...box} />
    <div>
      <p>{children}</p>
      {aside && <span class="max-sm:row-start-2">{aside}</span>}
      {figure !== undefined && <span class="col-start-3 row-start-1 min-w-22 text-end">{figure}</span>}
      {below}
    </div>
  </li>
)

type PartProps = PropsWithChildren<{
  name: (typeof packetParts)[number]
  leftOut: Set<string>
  count: number
  hasMore: boolean
  /** True if its lines have hours. */
  isTimed?: boolean
}>

/** Classes of a part. An excluded part is grey while lines are chosen. */
const partLook =
  'section has-[>div_input:not(:checked)]:text-grey as-chosen:has-[>div_input:not(:checked)]:hidden as-chosen:not-has-[li_:checked]:hidden'

const Part = ({ name, leftOut, count, hasMore, isTimed, children }: PartProps) =>
  count > 0 && (
    <section class={partLook} id={`evidence-${name}`} aria-labelledby={`evidence-${name}-head`}>
      <div class="section-head">
        <Box id={`part:${name}`} label={`the part ${partTitles[name]}`} leftOut={leftOut} class="min-h-6 self-center" />
        <h2 id={`evidence-${name}-head`}>{partTitles[name]}</h2>
        {isTimed && <p class="aside">hours in these dates</p>}
      </div>
      <ul class="*:border-line *:border-b *:py-1 print:*:py-0">{children}</ul>
      {hasMore && (
        <p class="text-grey print:hidden">Only the first {count} are listed. Choose fewer days for the others.</p>
      )}
    </section>
  )

/** A date with its year, because the document is printed and kept. */
const On = ({ date }: { date: string }) => <time datetime={date}>{dayMonth(date, '')}</time>

/** Sublines of a line. */
const LinesBelow = ({ children }: PropsWithChildren) => <ul class="as-chosen:pl-6 col-span-full">{children}</ul>

const TickList = ({ ticks }: { ticks: GoalTick[] }) => (
  <LinesBelow>
    {ticks.map((tick) => (
      <li>
        <bdi>{tickText(tick)}</bdi>, <On date={tick.date} />
      </li>
    ))}
  </LinesBelow>
)

const Goals = ({ packet: { goals, range }, leftOut }: Shown) => (
  <Part
    name="goals"
    leftOut={leftOut}
    count={goals.lines.length}
    hasMore={goals.hasMore}
    isTimed={goals.lines.some(({ seconds }) => seconds)}
  >
    {goals.lines.map(({ id, title, date, seconds, milestones, ticks }) => (
      <Line
        id={`goal:${id}`}
        label={title}
        leftOut={leftOut}
        aside={
          date && (
            <>
              reached <On date={date} />
            </>
          )
        }
        figure={
          seconds ? (
            <OptionalLink href={`${sessionsPath(range, `goal:${id}`)}&org=all`} data-figure={seconds}>
              <Duration seconds={seconds} />
            </OptionalLink>
          ) : null
        }
        below={
          milestones.length + ticks.length > 0 && (
            <LinesBelow>
              {milestones.map((one) => (
                <Line id={`milestone:${one.id}`} label={one.title} leftOut={leftOut} aside={<On date={one.date} />}>
                  <NameLink href={pathTo`/goals/${id}/milestones/${one.id}`} name={one.title} />
                </Line>
              ))}
              {ticks.length > 0 && (
                <Line
                  id={`ticks:${id}`}
                  label={`ticks of ${title}`}
                  leftOut={leftOut}
                  below={<TickList ticks={ticks} />}
                >
                  {plural(ticks.length, 'tick')}
                </Line>
              )}
            </LinesBelow>
          )
        }
      >
        <NameLink href={pathTo`/goals/${id}`} name={title} />
      </Line>
    ))}
  </Part>
)

const Projects = ({ packet: { projects, range }, leftOut }: Shown) => (
  <Part name="projects" leftOut={leftOut} count={projects.lines.length} hasMore={projects.hasMore} isTimed>
    {projects.lines.map(({ key, label, client, color, seconds }) => (
      <Line
        id={`project:${key}`}
        label={label}
        leftOut={leftOut}
        figure={
          <OptionalLink href={sessionsPath(range, `project:${key}`)} data-figure={seconds}>
            <Duration seconds={seconds} />
          </OptionalLink>
        }
      >
        {key === 'none' ? (
          label
        ) : (
          <a href={pathTo`/projects/${key}`}>
            <ProjectName name={client ? `${label} · ${client}` : label} color={color} />
          </a>
        )}
      </Line>
    ))}
  </Part>
)

const Skills = ({ packet: { skills }, leftOut }: Shown) => (
  <Part name="skills" leftOut={leftOut} count={skills.lines.length} hasMore={skills.hasMore}>
    {skills.lines.map(({ id, name, first, last }) => (
      <Line
        id={`skill:${id}`}
        label={name}
        leftOut={leftOut}
        aside={`${levelNames[first].toLowerCase()} to ${levelNames[last].toLowerCase()}`}
      >
        <NameLink href={pathTo`/skills/${id}`} name={name} />
      </Line>
    ))}
  </Part>
)

const Feedback = ({ packet: { feedback }, leftOut }: Shown) => (
  <Part name="feedback" leftOut={leftOut} count={feedback.lines.length} hasMore={feedback.hasMore}>
    {feedback.lines.map(({ id, content, date, person }) => (
      <Line
        id={`feedback:${id}`}
        label={excerptOf(content, 80)}
        leftOut={leftOut}
        aside={
          <>
            {person !== null && (
              <>
                <bdi>{person}</bdi>,{' '}
              </>
            )}
            <On date={date} />
          </>
        }
      >
        <a href={pathTo`/feedback/${id}`} class="whitespace-pre-line" dir="auto">
          {content}
        </a>
      </Line>
    ))}
  </Part>
)

/** Learnings of the document. Excluded ones are collapsed, because there are many. */
const Learnings = ({ packet: { learnings }, leftOut }: Shown) => {
  const { lines, hasMore } = learnings
  const [goIn, others] = [false, true].map((isOut) =>
    lines
      .filter(({ id }) => leftOut.has(`learning:${id}`) === isOut)
      .map(({ id, title, date }) => (
        <Line id={`learning:${id}`} label={title} leftOut={leftOut} aside={<On date={date} />}>
          <NameLink href={pathTo`/learnings/${id}`} name={title} />
        </Line>
      )),
  )
  return (
    <Part name="learnings" leftOut={leftOut} count={lines.length} hasMore={hasMore}>
      {goIn}
      {others && others.length > 0 && (
        <li class="as-chosen:not-has-checked:hidden">
          <details>
            <summary class="link">{others.length} more</summary>
            <ul>{others}</ul>
          </details>
        </li>
      )}
    </Part>
  )
}

/** Open goals of a category without evidence; shown only on the screen, not printed. */
const Without = ({ packet: { without } }: Pick<Shown, 'packet'>) =>
  without.length > 0 && (
    <div class="print:hidden">
      <Section id="evidence-without" title="Open, without evidence" summary={plural(without.length, 'goal')}>
        <RowList
          rows={without}
          item={({ id, title }) => <PlainRow href={pathTo`/goals/${id}`} name={title} parts={[]} />}
        />
      </Section>
    </div>
  )

/** The document's lines, each with a checkbox that includes it. */
export const EvidenceDocument = (shown: Shown) => {
  const { goals, projects, skills, feedback, learnings } = shown.packet
  const isEmpty = [goals, projects, skills, feedback, learnings].every(({ lines }) => lines.length === 0)
  return (
    <>
      {isEmpty && (
        <Empty title="Nothing in these dates">
          Goals you reach, time you track, skills you raise and learnings appear here.
        </Empty>
      )}
      <Goals {...shown} />
      <Projects {...shown} />
      <Skills {...shown} />
      <Feedback {...shown} />
      <Learnings {...shown} />
      <Without {...shown} />
    </>
  )
}
