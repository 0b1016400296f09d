import { levelNames } from '../../../functions/learning/skills/list'
import { noneLabels } from '../../../functions/ledger/subject'
import { duration, plural, rangeText, weekdayDay } from '../../../functions/lib/format'
import { excerptOf } from '../../../functions/lib/markdown'
import type { ReviewPage } from '../../../functions/reviews/period-reviews/figures'
import type { GoalOutcome } from '../../../functions/reviews/period-reviews/reads'
import { Outcomes, outcomeLooks } from '../../goals/goals/record'
import { Badge } from '../../ui/button'
import { Duration } from '../../ui/figure'
import { FigureTable } from '../../ui/figure-table'
import { ProjectName } from '../../ui/icon'
import { explainPath, sessionsPath } from '../../ui/links'
import { NameLink, Section } from '../../ui/section'
import { CountOf, DatedRow, FoldedRows, TakeButton } from './parts'

/** The time of a goal counts wherever it was tracked, also where the page shows one organization. */
const timePath = ({ id, from, to }: GoalOutcome) => `${explainPath({ from, to }, `goal-tree:${id}@${to}`)}&org=all`

const GoalOutcomes = ({ outcomes, today }: { outcomes: GoalOutcome[]; today: string }) => (
  <Outcomes
    caption="Goals with a target of time"
    label="Goal"
    name={({ id, title, from, to }) => (
      <>
        <TakeButton title={title} /> <NameLink href={`/goals/${id}`} name={title} />{' '}
        <span class="grey">{rangeText(from, to, today)}</span>
      </>
    )}
    outcomes={outcomes}
    timePath={timePath}
  />
)

/** Counts of a week’s or a month’s goals: periods met and missed, goals and milestones reached, dates missed. */
export const goalCounts = ({ goals: { outcomes, reached, missed, milestones } }: ReviewPage['figures']) => ({
  met: outcomes.filter(({ state }) => state === 'met').length + reached.length,
  missed: outcomes.filter(({ state }) => state === 'missed').length + missed.length,
  milestones: milestones.length,
})

type Props = Pick<ReviewPage, 'figures' | 'today'>

/** Targets, goals and milestones. */
export const Goals = ({ figures, today }: Props) => {
  const { outcomes, reached, milestones } = figures.goals
  const counts = goalCounts(figures)
  return (
    <>
      {outcomes.length + reached.length > 0 && (
        <>
          <h2 id="goals">
            Goals: <CountOf count={counts.met}>{counts.met} met</CountOf>
          </h2>
          {outcomes.length > 0 && <GoalOutcomes outcomes={outcomes} today={today} />}
          <FoldedRows
            items={reached}
            name="goal"
            row={(goal) => (
              <DatedRow href={`/goals/${goal.id}`} {...{ ...goal, today }} before="reached ">
                {' '}
                <Badge {...outcomeLooks.met}>met</Badge>
              </DatedRow>
            )}
          />
        </>
      )}
      {milestones.length > 0 && (
        <>
          <h2 id="milestones">
            <CountOf count={counts.milestones}>{plural(counts.milestones, 'milestone')}</CountOf>
          </h2>
          <FoldedRows
            items={milestones}
            name="milestone"
            row={({ goal_id, goal_title, title, date }) => (
              <DatedRow href={`/goals/${goal_id}`} title={title} date={date} today={today}>
                <span class="grey">
                  {' · '}
                  <bdi>{goal_title}</bdi>
                </span>
              </DatedRow>
            )}
          />
        </>
      )}
    </>
  )
}

/** Goals whose date or target was missed. */
export const MissedGoals = ({ figures, today }: Props) => {
  const { outcomes, missed } = figures.goals
  const counts = goalCounts(figures)
  return (
    counts.missed > 0 && (
      <>
        <h2 id="goals-missed">
          Goals: <CountOf count={counts.missed}>{counts.missed} missed</CountOf>
        </h2>
        <FoldedRows
          items={[
            ...outcomes
              .filter(({ state }) => state === 'missed')
              .map(({ id, title, to }) => ({ id, title, date: to, before: 'target missed ' })),
            ...missed.map((goal) => ({ ...goal, before: 'due ' })),
          ]}
          name="goal"
          row={({ id, ...goal }) => <DatedRow href={`/goals/${id}`} {...goal} today={today} />}
        />
      </>
    )
  )
}

export const Learned = ({ figures: { learnings }, today }: Props) =>
  learnings.length > 0 && (
    <>
      <h2 id="learnings">
        <CountOf count={learnings.length}>{plural(learnings.length, 'learning')}</CountOf>
      </h2>
      <FoldedRows
        items={learnings}
        name="learning"
        row={(learning) => <DatedRow href={`/learnings/${learning.id}`} {...{ ...learning, today }} />}
      />
    </>
  )

export const Meetings = ({ figures: { meetings }, today }: Props) =>
  meetings.length > 0 && (
    <>
      <h2 id="meetings">
        <CountOf count={meetings.length}>{plural(meetings.length, 'meeting')}</CountOf>
      </h2>
      <FoldedRows
        items={meetings}
        name="meeting"
        row={(meeting) => <DatedRow href={`/meetings/${meeting.id}`} {...{ ...meeting, today }} />}
      />
    </>
  )

/** Time of the projects, longest first. */
export const ProjectTime = ({ figures: { projects, range } }: Props) =>
  projects.length > 0 && (
    <>
      <h2 id="project-time">Time by project</h2>
      <FoldedRows
        items={projects}
        name="project"
        row={({ subject, total_seconds, name }) => {
          const label = name?.label ?? noneLabels.get(subject) ?? 'Deleted project'
          return (
            <li class="takes">
              <TakeButton title={`${label}: ${duration(total_seconds)}`} />
              <div>
                {name ? <ProjectName name={label} color={name.color} /> : label}{' '}
                <a href={sessionsPath(range, subject)} data-figure={total_seconds}>
                  <Duration seconds={total_seconds} />
                </a>
              </div>
            </li>
          )
        }}
      />
    </>
  )

/** Feedback that was constructive, or the rest. */
export const Feedback = ({ figures, today, isConstructive }: Props & { isConstructive: boolean }) => {
  const feedback = figures.feedback.filter(({ sentiment }) => (sentiment === 'constructive') === isConstructive)
  return (
    feedback.length > 0 && (
      <>
        <h2 id={isConstructive ? 'feedback-constructive' : 'feedback'}>
          <CountOf count={feedback.length}>{feedback.length}</CountOf>{' '}
          {isConstructive ? 'constructive feedback' : 'feedback'}
        </h2>
        <FoldedRows
          items={feedback}
          name="feedback"
          many="pieces of feedback"
          row={({ id, content, date, sentiment, person }) => (
            <DatedRow href={`/feedback/${id}`} title={excerptOf(content, 120)} date={date} today={today}>
              <span class="grey">
                {` · ${sentiment}`}
                {person !== null && (
                  <>
                    {', from '}
                    <bdi>{person}</bdi>
                  </>
                )}
              </span>
            </DatedRow>
          )}
        />
      </>
    )
  )
}

/** Skills whose level is another one than before. */
export const SkillMoves = ({ figures: { skills } }: Props) =>
  skills.length > 0 && (
    <>
      <h2 id="skills">
        <CountOf count={skills.length}>{plural(skills.length, 'skill')}</CountOf> moved
      </h2>
      <FoldedRows
        items={skills}
        name="skill"
        row={({ id, name, before, after }) => (
          <li class="takes">
            <TakeButton title={`${name}, ${levelNames[after].toLowerCase()}`} />
            <div>
              <a class="link" href={`/skills/${id}`}>
                <bdi>{name}</bdi>
              </a>{' '}
              <span class="grey">
                {before === null ? 'new, ' : `from ${levelNames[before].toLowerCase()} to `}
                {levelNames[after].toLowerCase()}
              </span>
            </div>
          </li>
        )}
      />
    </>
  )

const shown = (level: number) => level.toFixed(1)

export const Energy = ({ figures: { energy } }: Props) =>
  energy.checkins > 0 && (
    <Section
      id="energy"
      title="Energy"
      summary={<CountOf count={energy.checkins}>{plural(energy.checkins, 'check-in')}</CountOf>}
    >
      <FigureTable
        caption="Average energy and engagement by day, from 1 to 5"
        columns={[
          { label: 'Day', cell: ({ date }) => <a href={`/energy?date=${date}`}>{weekdayDay(date)}</a> },
          { label: 'Check-ins', numeric: true, cell: ({ checkins }) => <td class="num">{checkins}</td> },
          {
            label: 'Energy',
            numeric: true,
            cell: ({ energy, checkins }) => <td class="num">{shown(energy / checkins)}</td>,
          },
          {
            label: 'Engagement',
            numeric: true,
            cell: ({ engagement, checkins }) => <td class="num">{shown(engagement / checkins)}</td>,
          },
        ]}
        rows={energy.days}
        fold={{
          limit: 7,
          label: (count) => plural(count, 'more day'),
          caption: (label) => `Energy and engagement of ${label}`,
        }}
      />
    </Section>
  )
