import { type AppStatus, appLabel } from '../../../functions/apps/app-rules/app-status'
import { subjectsOf } from '../../../functions/apps/whitelists/earned'
import type { ListedApp } from '../../../functions/apps/whitelists/list'
import type { AppsPageData } from '../../../functions/apps/whitelists/page-data'
import { dayMonth } from '../../../functions/lib/text/format'
import { dayOf, weekOf } from '../../../functions/lib/time/days'
import { Menu } from '../../ui/button'
import { Duration } from '../../ui/figure'
import { MenuLink } from '../../ui/item'
import { appsOfDaysPath } from '../../ui/links'
import { RowActions } from '../../ui/section'
import { Held, SelectRow, Switch } from '../../ui/selection'
import { ConditionText, earnAppPath, editEarnedPath, RemoveRule, ruleForm } from './earned'
import { AdminName, AppName } from './editor'

export const UseTime = ({ seconds, href }: { seconds: number; href: string }) =>
  seconds > 0 ? (
    <a href={href} data-figure={seconds}>
      <Duration seconds={seconds} />
    </a>
  ) : (
    <span class="grey">0m</span>
  )

export const allowedWord = (isAllowed: boolean) => (isAllowed ? 'Allowed' : 'Blocked')

export const filterNames = {
  allowed: 'Allowed',
  blocked: 'Blocked',
  admin: 'Set by an admin',
  never: 'Never used',
  unlisted: 'Used but unlisted',
} as const

type WhyContext = Pick<AppsPageData, 'user' | 'today' | 'earned'>

const Waits = ({ status: { unlock, effective }, earned }: Pick<WhyContext, 'earned'> & { status: AppStatus }) =>
  unlock && (
    <>
      {effective.is_whitelisted ? 'Unlocked' : 'Unlocks'}{' '}
      <ConditionText after={unlock.after} subjects={subjectsOf(earned.names, unlock.after)} />
    </>
  )

const Why = ({ status, user, today, earned }: WhyContext & { status: AppStatus }) => {
  const { effective, own, admin, unlock } = status
  const since = (at: number) => dayMonth(dayOf(at, user.preferences), today)
  if (effective.source === 'locked') return 'Locked for everyone'
  if (effective.source === 'default') return null
  if (effective.source === 'admin' && admin) {
    return (
      <>
        {unlock && (
          <>
            <Waits status={status} earned={earned} />.{' '}
          </>
        )}
        Set for you by <AdminName name={admin.admin_name} />, {since(admin.updated_at)}
      </>
    )
  }
  if (effective.source === 'user' && own) {
    return unlock ? <Waits status={status} earned={earned} /> : `Your rule, since ${since(own.updated_at)}`
  }
  return 'Unlisted'
}

const formOf = (packageName: string) => `rule:${packageName}`

type RowProps = WhyContext & { app: ListedApp }

const isManaged = ({ effective: { source } }: AppStatus) => source === 'locked' || source === 'admin'

const Effect = ({ app: { package_name, status } }: Pick<RowProps, 'app'>) => {
  const { is_whitelisted } = status.effective
  const word = allowedWord(is_whitelisted)
  if (isManaged(status)) return <Held word={word} />
  return (
    <form id={formOf(package_name)} {...ruleForm}>
      {status.unlock ? (
        <Held word={word} icon={is_whitelisted ? 'check' : 'lock'} />
      ) : (
        <Switch
          id={`switch:${package_name}`}
          on={is_whitelisted}
          word={word}
          of={appLabel(status, package_name)}
          name={is_whitelisted ? 'block' : 'allow'}
          value={package_name}
        />
      )}
    </form>
  )
}

export const UnlockLink = ({ package_name }: { package_name: string }) => (
  <MenuLink icon="lock" label="Unlock with time…" aria-keyshortcuts="e" href={earnAppPath(package_name)} />
)

/** Changes that the switch, whose form it shares, does not offer. */
const OwnRule = ({ app: { package_name, status } }: Pick<RowProps, 'app'>) => {
  if (isManaged(status)) return null
  const label = appLabel(status, package_name)
  return (
    <RowActions>
      <Menu label={`More for ${label}`}>
        {status.unlock ? (
          <MenuLink
            icon="edit"
            label="Edit the rule"
            aria-label={`Edit the rule for ${label}`}
            aria-keyshortcuts="e"
            href={editEarnedPath(package_name)}
          />
        ) : (
          <UnlockLink package_name={package_name} />
        )}
        {status.effective.source === 'user' && (
          <RemoveRule
            package_name={package_name}
            id={`reset:${package_name}`}
            form={formOf(package_name)}
            words={status.app ? 'Back to default' : 'Remove rule'}
          />
        )}
      </Menu>
    </RowActions>
  )
}

export const AppRow = ({ app, ...context }: RowProps) => {
  const { package_name, status, use } = app
  const { today, user } = context
  const week = weekOf(today, user.preferences.week_start)
  const label = appLabel(status, package_name)
  return (
    <tr id={`app:${package_name}`} class="row">
      <td class="pick-cell">
        <SelectRow kind="app" name="package_name" value={package_name} label={label} />
      </td>
      <th scope="row">
        <AppName package_name={package_name} label={label} />
        {status.app?.category && (
          <span class="app-category">
            {' · '}
            <bdi>{status.app.category}</bdi>
          </span>
        )}
      </th>
      <td class="holds">
        <Effect app={app} />
        <span class="why">
          {(isManaged(status) || status.unlock) && (
            <span class="phone-only">{allowedWord(status.effective.is_whitelisted)} · </span>
          )}
          <Why status={status} {...context} />
        </span>
      </td>
      <td class="num today">
        <UseTime seconds={use.today} href={appsOfDaysPath({ from: today, to: today })} />
      </td>
      <td class="num use">
        <UseTime seconds={use.week} href={appsOfDaysPath({ from: week.from, to: today })} />
      </td>
      <td class="acts">
        <OwnRule app={app} />
      </td>
    </tr>
  )
}
