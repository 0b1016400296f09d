import type { Child } from 'hono/jsx'
import {
  categoryName,
  daysText,
  descriptionLimit,
  directionNames,
  kindNames,
  noCategory,
  perNames,
  statusNames,
  timesNames,
} from '../../../functions/goals/goals/fields'
import { dueOf } from '../../../functions/goals/goals/labels'
import type { GoalPageData, Parts } from '../../../functions/goals/goals/progress/page'
import { basisText, habitRuleText } from '../../../functions/goals/goals/progress/text'
import { isHabit, isOpenGoal, type ListedGoal, periodOf } from '../../../functions/goals/goals/schema'
import { filterIn } from '../../../functions/ledger/goal-tree'
import type { LocalNow } from '../../../functions/lib/env'
import { listPath } from '../../../functions/lib/http/list-view'
import { pathTo } from '../../../functions/lib/http/path-to'
import { kindEntry } from '../../../functions/lib/kinds'
import type { Preferences } from '../../../functions/lib/preferences'
import { duration, plural, shortDayMonth, timeOfMinute } from '../../../functions/lib/text/format'
import { LatestSessions } from '../../time/sessions/row'
import { FilterNames } from '../../ui/any-of'
import { Button } from '../../ui/button'
import { Field } from '../../ui/field'
import { Icon, ProjectName } from '../../ui/icon'
import { EditableFact, EditableText, Facts, PlainFact, RowOfPage } from '../../ui/in-place'
import { MenuLink } from '../../ui/item'
import { reportOfPath, sessionsPath } from '../../ui/links'
import { NotesOfPage } from '../../ui/notes'
import { NameLink, PageHead, RenderedMarkdown, RowList, RowTitle, Section, Stack, TextLink } from '../../ui/section'
import { DueBadge } from './badges'
import { DayDialog } from './day'
import { Figures } from './figures'
import { HabitLead, HabitRuns, HabitSkips, ReminderNote } from './habit'
import { Milestones } from './milestones'
import { Periods, PeriodTable } from './periods'
import { GoalBar } from './progress'
import { ActionForm, actionsOf, GoalListRow, GoalMenus, GoalSelection, NextStep } from './row'
import { NotedTicks, Ticks } from './ticks'
import { Weeks } from './weeks'
import { HabitYear } from './year'

/** Number of subgoals: `3`, or `3, plus 5 nested`. */
const partsSummary = (parts: GoalPageData['parts']) => {
  const direct = parts.filter(({ depth }) => depth === 0).length
  if (direct === 0) return 'none yet'
  return direct === parts.length ? direct : `${direct}, plus ${parts.length - direct} nested`
}

/** Seconds tracked on all direct subgoals. */
const directSeconds = (parts: GoalPageData['parts']) =>
  parts.reduce((sum, { goal, depth }) => (depth === 0 ? sum + goal.progress.seconds : sum), 0)

type PartsProps = Parts & { goal: Pick<ListedGoal, 'id' | 'status'>; now: LocalNow }

export const SubgoalList = ({ goal, parts, partsLeft, now, running }: PartsProps) => (
  <Section
    id="goal-parts"
    title="Subgoals"
    summary={<span data-total={directSeconds(parts)}>{partsSummary(parts)}</span>}
    aside={isOpenGoal(goal.status) && <TextLink href={pathTo`/goals/new?parent_id=${goal.id}`}>Add subgoal</TextLink>}
  >
    {parts.length > 0 && (
      <RowList rows={parts} item={(part) => <GoalListRow {...part} now={now} running={running} />} />
    )}
    {partsLeft > 0 && (
      <p class="hint">
        {plural(partsLeft, 'more subgoal')} not shown. <TextLink href="/goals">All goals</TextLink>
      </p>
    )}
  </Section>
)

type ProgressProps = { goal: Pick<ListedGoal, 'id' | 'seq' | 'progress_percentage'>; errors?: string[]; typed?: string }

const ProgressForm = ({ goal, errors, typed }: ProgressProps) => (
  <form class="toolbar" method="post" action={pathTo`/goals/${goal.id}/progress`}>
    <input type="hidden" name="seq" value={goal.seq} />
    <Field
      label="Progress (%)"
      name="progress_percentage"
      type="number"
      min={0}
      max={100}
      step={1}
      value={typed ?? goal.progress_percentage}
      errors={errors}
    />
    <Button>Set progress</Button>
  </form>
)

const categoryWords = (category: string) => (category === noCategory ? null : <bdi>{categoryName(category)}</bdi>)

const isReached = ({ kind, progress }: GoalPageData['goal']) => kind === 'open' && progress.percent >= 100

/** Button for the next status of a goal (begin, complete or reopen); other statuses are in the menu. */
const goalActions = (goal: GoalPageData['goal'], isInMenu: boolean) =>
  actionsOf(goal)
    .filter(({ path }) => isInMenu === !['reopen', isReached(goal) ? 'complete' : 'status'].includes(path))
    .map((action) => (
      <ActionForm goal={goal} action={action}>
        {isInMenu ? (
          <button type="submit" class={action.danger ? 'bad' : undefined}>
            <Icon name={action.icon} />
            {action.label}
          </button>
        ) : (
          <Button icon={action.icon}>{action.label}</Button>
        )}
      </ActionForm>
    ))

/** Ancestors of a goal, nearest last. A single parent is the link back. */
const Above = ({ above }: Pick<GoalPageData, 'above'>) =>
  above.length > 1 ? (
    <nav aria-label="Parent goals">
      <ol class="flex flex-wrap gap-x-2 text-grey text-small wrap-anywhere">
        {above.map(({ id, title }, index) => (
          <li class="py-1 *:[a]:hover:text-accent">
            <NameLink href={pathTo`/goals/${id}`} name={title} />
            {index < above.length - 1 && (
              <span class="ml-2" aria-hidden="true">
                /
              </span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  ) : null

type SessionsProps = Pick<GoalPageData, 'goal' | 'sessions' | 'names' | 'hasParts'> & {
  now: LocalNow
  preferences: Preferences
}

const Sessions = ({ goal, sessions, names, hasParts, now, preferences }: SessionsProps) => (
  <LatestSessions
    id="goal-sessions"
    hides={[`goal:${goal.id}`]}
    aside={
      goal.progress.own_seconds > 0 && (
        <TextLink href={sessionsPath(null, `goal:${goal.id}`)}>
          {hasParts ? 'Without subgoals' : 'All sessions'}
        </TextLink>
      )
    }
    sessions={sessions}
    names={names}
    reader={preferences}
    today={now.today}
  />
)

const PlanLink = ({ basis }: Pick<GoalPageData['goal']['progress'], 'basis'>) =>
  basis.from === 'plan' &&
  !basis.deleted && <TextLink href={kindEntry('plan').path(basis.id, null)}>Open the plan</TextLink>

const isOfOwnTime = ({ progress: { basis } }: GoalPageData['goal']) =>
  basis.from === 'time' || (basis.from === 'period' && basis.period.rule.measure === 'time')

type ProgressSectionProps = Pick<GoalPageData, 'goal' | 'ticks' | 'subjects'> & Pick<GoalPageProps, 'progress' | 'now'>

const ProgressSection = ({ goal, ticks, subjects, now, progress }: ProgressSectionProps) => (
  <Section
    id="goal-progress"
    title="Progress"
    summary={<bdi>{basisText(goal)}</bdi>}
    aside={<PlanLink basis={goal.progress.basis} />}
  >
    <Stack>
      {isOpenGoal(goal.status) && subjects.length === 0 && goal.progress.seconds === 0 && isOfOwnTime(goal) && (
        <p class="hint">Sessions with this goal count. Start the timer here, or type ! and its name in a line.</p>
      )}
      {isOpenGoal(goal.status) && goal.progress.basis.from === 'manual' && <ProgressForm goal={goal} {...progress} />}
      <Ticks goal={goal} ticks={ticks} now={now} />
    </Stack>
  </Section>
)

type HeadProps = Pick<GoalPageData, 'goal' | 'above' | 'running' | 'subjects' | 'record' | 'habit'> & {
  now: LocalNow
  preferences: Preferences
}

/** Target such as `at most per week weekdays`. Each part can be edited in place. */
const TargetNote = ({ goal }: { goal: ListedGoal }) => {
  const { direction, on_days, times_of } = goal
  const words = {
    direction: directionNames[direction],
    period: perNames[periodOf(goal) ?? 'once'],
    on_days: daysText(on_days) || 'any day',
    ...(times_of && { times_of: `counting ${timesNames[times_of]}` }),
  }
  return Object.entries(words).map(([field, word]) => (
    <>
      <EditableText field={field}>{word}</EditableText>{' '}
    </>
  ))
}

const Subjects = ({ goal, subjects }: Pick<GoalPageData, 'goal' | 'subjects'>) => (
  <FilterNames
    subject={filterIn(goal.counts)}
    draw={(one) => {
      const { label = 'everything', color } = subjects.find(({ subject }) => subject === one) ?? {}
      return one.startsWith('project:') ? <ProjectName name={label} color={color} /> : <bdi>{label}</bdi>
    }}
  />
)

type FactsProps = Pick<HeadProps, 'goal' | 'subjects' | 'now' | 'preferences'>

/** Facts of a goal, each editable in place. */
const GoalFacts = ({ goal, subjects, now, preferences }: FactsProps) => {
  const { text, tone } = dueOf(goal, now)
  const date = (value: string | null) => value && <time datetime={value}>{shortDayMonth(value, now.today)}</time>
  return (
    <Facts>
      {isOpenGoal(goal.status) ? (
        !isHabit(goal) && (
          <EditableFact label="Status" field="status">
            {statusNames[goal.status]}
          </EditableFact>
        )
      ) : (
        <PlainFact label="Status">{statusNames[goal.status]}</PlainFact>
      )}
      <EditableFact label="Start" field="start_date">
        {date(goal.start_date)}
      </EditableFact>
      <EditableFact
        label="Target date"
        field="target_date"
        note={isOpenGoal(goal.status) && text && (tone ? <DueBadge text={text} tone={tone} /> : text)}
      >
        {date(goal.target_date)}
      </EditableFact>
      {goal.target === null ? (
        <EditableFact label="Target" field="target_minutes" note={goal.target_minutes && <TargetNote goal={goal} />}>
          {goal.target_minutes && duration(goal.target_minutes * 60)}
        </EditableFact>
      ) : (
        <EditableFact
          label="Target"
          field="target"
          note={goal.progress_source === 'times' && <TargetNote goal={goal} />}
        >
          {goal.target} {goal.unit}
        </EditableFact>
      )}
      {goal.progress_source === 'value' && (
        <EditableFact label="Start value" field="start_value">
          {goal.start_value ?? 0}
        </EditableFact>
      )}
      {(subjects.length > 0 || isOfOwnTime(goal)) && (
        <EditableFact label="Counts" field="counts">
          {subjects.length === 0 ? 'sessions with this goal' : <Subjects goal={goal} subjects={subjects} />}
        </EditableFact>
      )}
      {isHabit(goal) && (
        <EditableFact
          label="Remind at"
          field="reminder_minute"
          note={goal.reminder_minute !== null && <ReminderNote preferences={preferences} />}
        >
          {goal.reminder_minute !== null && `${timeOfMinute(goal.reminder_minute)}, if it isn’t done`}
        </EditableFact>
      )}
      <EditableFact label="Category" field="category">
        {categoryWords(goal.category)}
      </EditableFact>
      <EditableFact label="Parent goal" field="parent_id" href={pathTo`/goals/${goal.parent_id}`}>
        {goal.parent_title && <bdi>{goal.parent_title}</bdi>}
      </EditableFact>
      {goal.organization_name && (
        <EditableFact
          label="Organization"
          field="organization_id"
          href={pathTo`/organizations/${goal.organization_id}`}
        >
          <bdi>{goal.organization_name}</bdi>
        </EditableFact>
      )}
    </Facts>
  )
}

/** Head of a goal's page, and its facts. */
export const GoalHead = ({ goal, above, running, subjects, record, habit, now, preferences }: HeadProps) => {
  const url = pathTo`/goals/${goal.id}`
  const [parent] = above
  return (
    <RowOfPage id={`goal-${goal.id}`} region={listPath('goal-page', { goal: goal.id })}>
      <PageHead
        title={<RowTitle href={url} name={goal.title} data-edits="title" />}
        back={
          above.length > 1
            ? undefined
            : { href: parent ? pathTo`/goals/${parent.id}` : '/goals', name: parent?.title ?? 'Goals' }
        }
        facts={[habit ? habitRuleText(goal) : goal.kind !== 'open' && kindNames[goal.kind]]}
        acts={
          <>
            {!habit && <NextStep goal={goal} running={running} today={now.today} isPage />}
            {!(habit && isOpenGoal(goal.status)) && goalActions(goal, false)}
          </>
        }
        edit={`${url}/edit`}
        more={
          <>
            {goalActions(goal, true)}
            <MenuLink icon="evidence" label="Report this month" href={reportOfPath(`goal:${goal.id}`)} />
          </>
        }
      />
      {habit && record ? (
        <>
          <HabitLead goal={goal} habit={habit} record={record} now={now} running={running} />
          <HabitYear goal={goal} habit={habit} record={record} now={now} />
          <PeriodTable record={record} goal={goal} now={now} />
          <HabitRuns habit={habit} now={now} />
          <HabitSkips goal={goal} habit={habit} now={now} />
        </>
      ) : (
        <Stack>
          <GoalBar goal={goal} today={now.today} />
          <Periods record={record} goal={goal} now={now} />
        </Stack>
      )}
      <GoalFacts goal={goal} subjects={subjects} now={now} preferences={preferences} />
    </RowOfPage>
  )
}

type GoalPageProps = GoalPageData & {
  now: LocalNow
  preferences: Preferences
  /** Description as rendered HTML. */
  description: Child
  /** Invalid progress that was typed, with its errors. */
  progress?: Omit<ProgressProps, 'goal'>
}

/** `/goals/:id`. The figures and the subgoals reload when milestones or subgoals change. */
export const GoalPage = ({ now, preferences, progress, description, ...data }: GoalPageProps) => {
  const { goal, above, milestones } = data
  const reload = {
    'hx-get': pathTo`/goals/${goal.id}?whole`,
    'hx-trigger': 'goal-changed from:body, timer-changed from:body',
    'hx-swap': 'outerMorph',
    'hx-select-oob': `#goal-parts:outerMorph,#goal-${goal.id}-page:outerMorph`,
  }
  return (
    <>
      <Above above={above} />
      <GoalHead {...data} now={now} preferences={preferences} />
      {data.habit && <DayDialog />}
      <div id="goal-figures" hx-select="#goal-figures" {...reload}>
        {data.habit ? <NotedTicks {...data} now={now} /> : <ProgressSection {...data} now={now} progress={progress} />}
        {goal.progress.basis.from !== 'period' && <Figures {...data} now={now} />}
      </div>
      <Milestones goal={goal} milestones={milestones} now={now} />
      <SubgoalList {...data} now={now} />
      <GoalSelection />
      <GoalMenus />
      <NotesOfPage
        url={pathTo`/goals/${goal.id}`}
        seq={goal.seq}
        field="description"
        limit={descriptionLimit}
        value={goal.description}
      />
      {description && (
        <Section id="goal-description" title="Description, formatted">
          <RenderedMarkdown>{description}</RenderedMarkdown>
        </Section>
      )}
      <Weeks {...data} today={now.today} />
      <Sessions {...data} now={now} preferences={preferences} />
    </>
  )
}
