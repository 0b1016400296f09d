import { missedAmountText, reachedText, valueStandText } from '../../../functions/goals/goals/progress/text'
import { levelNames } from '../../../functions/learning/skills/schema'
import { noneLabels } from '../../../functions/ledger/subject'
import { pathTo } from '../../../functions/lib/http/path-to'
import { duration, plural } from '../../../functions/lib/text/format'
import { excerptOf } from '../../../functions/lib/text/markdown'
import type { ReviewPageData } from '../../../functions/reviews/period-reviews/figures'
import type { GoalOutcome } from '../../../functions/reviews/period-reviews/reads'
import { isPassedOver, OutcomeLabel, reachedPath } from '../../goals/goals/periods'
import { Sentiment } from '../../people/feedback/row'
import { Duration } from '../../ui/figure'
import { ProjectName } from '../../ui/icon'
import { sessionsPath } from '../../ui/links'
import { OptionalLink } from '../../ui/uses'
import { AnswerRow, DatedRow, Evidence, GreyText } from './parts'

/** Path to a goal's time in a period. It includes time tracked outside the displayed organization. */
const timePath = (outcome: GoalOutcome) => {
  const path = reachedPath(outcome.id, outcome)
  return path && `${path}&org=all`
}

/** Time of a single period; for several periods, the number of periods met. */
const OutcomeText = ({ outcomes }: { outcomes: GoalOutcome[] }) => {
  const [one] = outcomes
  if (!one) return null
  const { rule } = one
  if (outcomes.length > 1) {
    const met = outcomes.filter(({ state }) => state === 'met').length
    const told = outcomes.filter(({ state }) => state !== 'open').length || outcomes.length
    return <GreyText>{`${met} of ${plural(told, rule.period)} met`}</GreyText>
  }
  return (
    <>
      <OptionalLink href={timePath(one)} data-figure={one.reached}>
        {reachedText(one.reached, rule.target, { ...rule, unit: one.unit }, rule.direction)}
      </OptionalLink>
      {one.state === 'missed' && <GreyText>, missed by {missedAmountText(one, one.unit)}</GreyText>}
      {isPassedOver(one) && (
        <GreyText>
          , <OutcomeLabel {...one} />
        </GreyText>
      )}
    </>
  )
}

type Value = ReviewPageData['figures']['goals']['values'][number]
type ReviewedGoal = { id: string; title: string; date?: string; outcomes: GoalOutcome[]; value?: Value }

const byGoal = (outcomes: GoalOutcome[]): ReviewedGoal[] =>
  [...Map.groupBy(outcomes, ({ id }) => id)].map(([id, own]) => ({ id, title: own[0]?.title ?? '', outcomes: own }))

/** Goals with a typed value, and goals that ended. The latter count by their date and have no targets to list. */
const ended = (goals: Omit<ReviewedGoal, 'outcomes'>[], values: Value[]): ReviewedGoal[] =>
  goals.map(({ id, title, date }) => ({ id, title, date, outcomes: [], value: values.find((one) => one.id === id) }))

/** Outcome of a goal: missed if any of its targets is missed, else met, open or skipped. */
const stateOf = ({ outcomes }: ReviewedGoal) =>
  (['missed', 'met', 'open'] as const).find((state) => outcomes.some((one) => one.state === state)) ?? 'skipped'

/** The goals of a week or a month, split so that each is in one list. */
const goalLists = ({ goals: { outcomes, values, reached, missed } }: ReviewPageData['figures']) => {
  const goals = (state: ReturnType<typeof stateOf>) => byGoal(outcomes).filter((goal) => stateOf(goal) === state)
  const told = new Set([...reached, ...missed].map(({ id }) => id))
  const standing = (state: Value['state']) => values.filter((one) => one.state === state && !told.has(one.id))
  return {
    met: [...goals('met'), ...ended([...reached, ...standing('met')], values)],
    missed: [...goals('missed'), ...ended(missed, values)],
    // A limit that has not been exceeded counts as met.
    open: [
      ...goals('open').filter(({ outcomes }) => outcomes.every(({ rule }) => rule.direction === 'at_least')),
      ...ended(standing('open'), values),
    ],
    skipped: goals('skipped'),
  }
}

type Props = Pick<ReviewPageData, 'figures' | 'today'>

type GoalsProps = Record<'id' | 'title' | 'today', string> & {
  goals: ReviewedGoal[]
  before?: string
}

const GoalList = ({ id, title, goals, today, before }: GoalsProps) => (
  <Evidence
    id={id}
    title={`${plural(goals.length, 'goal')} ${title}`}
    items={goals}
    name="goal"
    row={({ id, outcomes, value, ...goal }) => (
      <DatedRow href={pathTo`/goals/${id}`} {...goal} today={today} before={before}>
        <OutcomeText outcomes={outcomes} />
        {value && <GreyText>{valueStandText(value, value.unit)}</GreyText>}
      </DatedRow>
    )}
  />
)

/** Goals that were met, and reached milestones. */
export const Goals = ({ figures, today }: Props) => {
  const { milestones } = figures.goals
  return (
    <>
      <GoalList id="goals" title="met" goals={goalLists(figures).met} today={today} before="reached " />
      <Evidence
        id="milestones"
        title={plural(milestones.length, 'milestone')}
        items={milestones}
        name="milestone"
        row={({ goal_id, goal_title, title, date }) => (
          <DatedRow href={pathTo`/goals/${goal_id}`} title={title} date={date} today={today}>
            <GreyText>
              <bdi>{goal_title}</bdi>
            </GreyText>
          </DatedRow>
        )}
      />
    </>
  )
}

/** Goals that missed their date or target, goals with an open target, and goals that were skipped or had days off. */
export const MissedGoals = ({ figures, today }: Props) => {
  const { missed, open, skipped } = goalLists(figures)
  return (
    <>
      <GoalList id="goals-missed" title="missed" goals={missed} today={today} before="due " />
      <GoalList id="goals-open" title="not met yet" goals={open} today={today} />
      <GoalList id="goals-skipped" title="skipped or off" goals={skipped} today={today} />
    </>
  )
}

export const LearningRows = ({ figures: { learnings }, today }: Props) => (
  <Evidence
    id="learnings"
    title={plural(learnings.length, 'learning')}
    items={learnings}
    name="learning"
    row={(learning) => <DatedRow href={pathTo`/learnings/${learning.id}`} {...learning} today={today} />}
  />
)

export const Meetings = ({ figures: { meetings }, today }: Props) => (
  <Evidence
    id="meetings"
    title={plural(meetings.length, 'meeting')}
    items={meetings}
    name="meeting"
    row={(meeting) => <DatedRow href={pathTo`/meetings/${meeting.id}`} {...meeting} today={today} />}
  />
)

const projectsTitle = (projects: Props['figures']['projects']) => {
  const time = duration(projects.reduce((sum, one) => sum + one.total_seconds, 0))
  const count = projects.filter(({ subject }) => !noneLabels.has(subject)).length
  return count > 0 ? `${plural(count, 'project')}, ${time}` : `${time} tracked`
}

/** Time by project, longest first. */
export const ProjectTime = ({ figures: { projects, range } }: Props) => (
  <Evidence
    id="project-time"
    title={projectsTitle(projects)}
    items={projects}
    name="project"
    row={({ subject, total_seconds, name }) => {
      const label = name?.label ?? noneLabels.get(subject) ?? 'Deleted project'
      return (
        <AnswerRow
          take={`${label}: ${duration(total_seconds)}`}
          end={
            <OptionalLink href={sessionsPath(range, subject)} data-figure={total_seconds}>
              <Duration seconds={total_seconds} />
            </OptionalLink>
          }
        >
          {name ? <ProjectName name={label} color={name.color} /> : label}
        </AnswerRow>
      )
    }}
  />
)

/** Constructive feedback, or all other feedback. */
export const Feedback = ({ figures, today, isConstructive }: Props & { isConstructive: boolean }) => {
  const feedback = figures.feedback.filter(({ sentiment }) => (sentiment === 'constructive') === isConstructive)
  return (
    <Evidence
      id={isConstructive ? 'feedback-constructive' : 'feedback'}
      title={`${feedback.length} ${isConstructive ? 'constructive ' : ''}feedback`}
      items={feedback}
      name="feedback"
      many="pieces of feedback"
      row={({ id, content, date, sentiment, person }) => (
        <DatedRow href={pathTo`/feedback/${id}`} title={excerptOf(content, 120)} date={date} today={today}>
          <Sentiment of={sentiment} />
          {person !== null && (
            <GreyText>
              {' from '}
              <bdi>{person}</bdi>
            </GreyText>
          )}
        </DatedRow>
      )}
    />
  )
}

/** Skills whose level has changed. */
export const SkillChanges = ({ figures: { skills } }: Props) => (
  <Evidence
    id="skills"
    title={`${plural(skills.length, 'skill')} moved`}
    items={skills}
    name="skill"
    row={({ id, name, before, after }) => (
      <DatedRow href={pathTo`/skills/${id}`} title={name} take={`${name}, ${levelNames[after].toLowerCase()}`} today="">
        <GreyText>
          {before === null ? 'new, ' : `from ${levelNames[before].toLowerCase()} to `}
          {levelNames[after].toLowerCase()}
        </GreyText>
      </DatedRow>
    )}
  />
)
