import type { PropsWithChildren } from 'hono/jsx'
import { amountWords, conditionWords, periodWords } from '../../../functions/apps/app-rules/unlock-condition'
import type { EarnedApp, EarnedList } from '../../../functions/apps/whitelists/earned'
import { countedWords, exactUntilWords, missingWords, untilWords } from '../../../functions/apps/whitelists/messages'
import { type AppListData, ownList } from '../../../functions/apps/whitelists/page-data'
import { withParameters } from '../../../functions/lib/http/list-view'
import type { Preferences } from '../../../functions/lib/preferences'
import { dayMonth, duration, exactDuration } from '../../../functions/lib/text/format'
import { isolateDirection } from '../../../functions/lib/text/text'
import { dayOf } from '../../../functions/lib/time/days'
import { RunningDuration } from '../../frame/shell/start-button'
import { FilterNames } from '../../ui/any-of'
import { Badge, Menu } from '../../ui/button'
import { Gauge, Progress } from '../../ui/figure'
import { htmxForm } from '../../ui/form'
import { Icon, ProjectMark } from '../../ui/icon'
import { MenuLink, Row } from '../../ui/item'
import { RowActions, RowList, Section, TextLink } from '../../ui/section'
import { AdminName, AppName } from './editor'

/** The list of apps; the forms of its rules are below the list's path. */
type Of = AppListData['of']

export const earnedPath = '/whitelists/earned'

const ofApp = (path: string, package_name: string) => withParameters(path, [['package_name', package_name]])

export const earnAppPath = ({ path }: Of, package_name: string) => ofApp(`${path}/earned`, package_name)

export const editEarnedPath = ({ path }: Of, package_name: string) => ofApp(`${path}/earned/edit`, package_name)

/** Describes a condition, for example `after 2h of Thesis or #deep today`, with the projects' colours. */
export const ConditionText = ({ after, subjects }: Pick<EarnedApp, 'after' | 'subjects'>) => {
  if (after.seconds === null || subjects.length === 0) return <span>{conditionWords(after)}</span>
  return (
    <span>
      after {amountWords(after.seconds)} of{' '}
      <FilterNames
        subject={after.subject}
        draw={(one) => {
          const { color, href, label = 'everything' } = subjects.find(({ subject }) => subject === one) ?? {}
          return (
            <>
              {color && <ProjectMark color={color} />}
              <a href={href}>
                <bdi>{label}</bdi>
              </a>
            </>
          )
        }}
      />{' '}
      {periodWords(after.period)}
    </span>
  )
}

const stateWords = { open: null, inactive: 'archived', ended: 'goal ended', deleted: null } as const

const caveat = ({ is_unreachable, subjects }: EarnedApp) => {
  if (is_unreachable) return 'Deleted, so no more time counts. Choose something else.'
  const [one, ...others] = subjects
  return one && others.length === 0 && stateWords[one.state]
}

type EarnedProps = { app: EarnedApp; view: EarnedList; reader: Preferences }

const State = ({ app, view, reader }: EarnedProps) => {
  const { missing_seconds, until } = app.progress
  if (app.overruled_by) {
    const why = app.overruled_by === 'locked' ? 'the app is locked for everyone' : 'an admin manages this app'
    return <Badge icon="lock">No effect: {why}</Badge>
  }
  if (app.is_unreachable) {
    return (
      <Badge tone="warning" icon="alert">
        can’t be reached
      </Badge>
    )
  }
  if (missing_seconds > 0) {
    return (
      <span title={exactDuration(missing_seconds)}>
        <Badge icon="lock">{missingWords(missing_seconds)} to go</Badge>
      </span>
    )
  }
  return (
    <time datetime={new Date(until).toISOString()} title={exactUntilWords(until, view.today, reader)}>
      <Badge tone="good" icon="check">
        unlocked {untilWords(until, view.today, reader)}
      </Badge>
    </time>
  )
}

const Measure = ({ app }: { app: EarnedApp }) => {
  const { needed_seconds, tracked_seconds } = app.progress
  if (needed_seconds === 0) return <span class="-mr-1 text-grey">no target today</span>
  // Shows seconds if both durations would otherwise look equal.
  const format = duration(tracked_seconds) === duration(needed_seconds) ? exactDuration : duration
  const label = `${countedWords(app)}, towards ${isolateDirection(app.label)}`
  const bar = <Progress value={tracked_seconds} max={needed_seconds} label={label} />
  return (
    <Gauge class="-mr-1" room="min-w-26" bar={bar}>
      <span class="num">
        <a href={app.href} title={`${exactDuration(tracked_seconds)} of ${exactDuration(needed_seconds)}`}>
          {format(tracked_seconds)} of {format(needed_seconds)}
        </a>
      </span>
    </Gauge>
  )
}

/** Note that the running time counts once the timer stops. */
const runningPart = ({ app, view }: EarnedProps) =>
  app.is_running && app.progress.missing_seconds > 0 && app.overruled_by === null ? (
    <>
      <RunningDuration runs={view.runs} from={app.from} /> <span class="grey">counts when you stop</span>
    </>
  ) : null

type RuleFormProps = PropsWithChildren<{ of: Of; id?: string; class?: string; names: string[] }>

/** Form around the buttons of one or more apps. Each button sends a rule. */
export const RuleForm = ({ of, names, children, ...form }: RuleFormProps) => (
  <form {...form} {...htmxForm(`${of.path}/rules`)} enctype="multipart/form-data" hx-swap="none">
    {names.map((name) => (
      <input type="hidden" name="package_name" value={name} />
    ))}
    {children}
  </form>
)

type RemoveProps = { words: string; id?: string; form?: string }

/** Menu item that removes an app's rule. */
export const RemoveRule = ({ words, ...button }: RemoveProps) => (
  <button type="submit" name="rule" value="reset" aria-keyshortcuts="#" {...button}>
    <Icon name="undo" />
    {words}
  </button>
)

export const EarnedRow = ({ app, view, reader }: EarnedProps) => (
  <Row
    id={`earned-${app.id}`}
    title={<AppName package_name={app.package_name} label={app.label} class="-my-0.5" />}
    facts={[
      <State app={app} view={view} reader={reader} />,
      ConditionText(app),
      caveat(app),
      app.admin && (
        <>
          Set for you by <AdminName name={app.admin.name} />, {dayMonth(dayOf(app.admin.since, reader), view.today)}
        </>
      ),
      runningPart({ app, view, reader }),
    ]}
    figures={<Measure app={app} />}
    actions={
      app.admin === null && (
        <RowActions>
          <Menu label={`More for ${app.label}`}>
            <MenuLink
              icon="edit"
              label="Edit the rule"
              aria-label={`Edit the rule for ${app.label}`}
              aria-keyshortcuts="e"
              href={editEarnedPath(ownList, app.package_name)}
              hx-get={editEarnedPath(ownList, app.package_name)}
              hx-target="closest li"
              hx-swap="outerHTML"
            />
            <RuleForm of={ownList} names={[app.package_name]}>
              <RemoveRule words="Remove rule" />
            </RuleForm>
          </Menu>
        </RowActions>
      )
    }
  />
)

/** Hides an element while the list is searched or filtered. */
export const hideWhileFiltered = 'in-[main:has(#apps-filters>li)]:hidden'

type EarnedAppsProps = { view: EarnedList; reader: Preferences; isWhole?: boolean }

export const EarnedApps = ({ view, reader, isWhole }: EarnedAppsProps) => {
  const more = view.count > view.apps.length
  return (
    <Section
      id="earned"
      class={isWhole ? undefined : hideWhileFiltered}
      title={isWhole ? 'Rules' : 'Unlock with time'}
      aside={!isWhole && <TextLink href={earnedPath}>{more ? `All ${view.count}` : 'Add'}</TextLink>}
    >
      {view.apps.length > 0 ? (
        <RowList rows={view.apps} item={(app) => <EarnedRow app={app} view={view} reader={reader} />} />
      ) : (
        <p class="grey">
          No apps to unlock yet. Let one open after an hour on a project, or once you hit your daily target.
        </p>
      )}
    </Section>
  )
}
