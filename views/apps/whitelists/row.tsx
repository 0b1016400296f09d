import { type AppStatus, appLabel } from '../../../functions/apps/app-rules/app-status'
import { limitWords } from '../../../functions/apps/app-rules/unlock-condition'
import { subjectsOf } from '../../../functions/apps/whitelists/earned'
import type { ListedApp } from '../../../functions/apps/whitelists/list'
import { untilWords } from '../../../functions/apps/whitelists/messages'
import type { AppListData } from '../../../functions/apps/whitelists/page-data'
import { dayMonth } from '../../../functions/lib/text/format'
import { dayOf, weekOf } from '../../../functions/lib/time/days'
import { Menu } from '../../ui/button'
import { Duration } from '../../ui/figure'
import { classes } from '../../ui/icon'
import { MenuLink } from '../../ui/item'
import { appsOfDaysPath } from '../../ui/links'
import { RowActions } from '../../ui/section'
import { LockedSwitch, SelectRow, SwitchButton } from '../../ui/selection'
import { ConditionText, earnAppPath, editEarnedPath, RemoveRule, RuleForm } from './earned'
import { AdminName, AppName } from './editor'
import { editLimitPath, LimitLink } from './limits'

export const AppUseTime = ({ seconds, href }: { seconds: number; href: string }) =>
  seconds > 0 ? (
    <a href={href} data-figure={seconds}>
      <Duration seconds={seconds} />
    </a>
  ) : (
    <span class="grey">0m</span>
  )

const allowedWord = (isAllowed: boolean) => (isAllowed ? 'Allowed' : 'Blocked')

export const filterNames = {
  allowed: 'Allowed',
  blocked: 'Blocked',
  admin: 'Set by an admin',
  never: 'Never used',
  unlisted: 'Used but unlisted',
} as const

type WhyContext = Pick<AppListData, 'of' | 'user' | 'today' | 'names'>

const Waits = ({
  status: { unlock, effective },
  of,
  names,
}: Pick<WhyContext, 'of' | 'names'> & { status: AppStatus }) =>
  unlock && (
    <>
      {effective.is_whitelisted && of.setBy === 'user' ? 'Unlocked' : 'Unlocks'}{' '}
      <ConditionText after={unlock.after} subjects={subjectsOf(names, unlock.after)} />
    </>
  )

const Why = ({ status, of, user, today, names }: WhyContext & { status: AppStatus }) => {
  const { effective, own, admin, unlock } = status
  const isOwn = of.setBy === 'user'
  const since = (at: number) => dayMonth(dayOf(at, user.preferences), today)
  if (isOwn && status.limit?.is_used_up) return <>Used up {untilWords(status.limit.until, today, user.preferences)}</>
  if (effective.source === 'locked') return 'Locked for everyone'
  if (effective.source === 'default') return null
  if (effective.source === 'admin' && admin) {
    return (
      <>
        {unlock && (
          <>
            <Waits status={status} of={of} names={names} />.{' '}
          </>
        )}
        {!isOwn && effective.rule?.limit && <>{limitWords(effective.rule.limit)}. </>}
        Set{isOwn && ' for you'} by <AdminName name={admin.admin_name} />, {since(admin.updated_at)}
        {!isOwn && own && '. Overrides their own rule'}
      </>
    )
  }
  if (effective.source === 'user' && own) {
    const waits = unlock && <Waits status={status} of={of} names={names} />
    if (!isOwn) return <>Their own rule{waits && <>. {waits}</>}</>
    return waits ?? `Your rule, since ${since(own.updated_at)}`
  }
  return 'Unlisted'
}

const formOf = (packageName: string) => `rule:${packageName}`

type RowProps = WhyContext & { app: ListedApp }

type AppProps = Pick<RowProps, 'app' | 'of'>

/** True if an admin decides about the app. */
const isManaged = ({ app: { status }, of }: AppProps) =>
  status.effective.source === 'locked' || (status.effective.source === 'admin' && of.setBy === 'user')

/** True if the rule has a condition or a limit, which the reader may change. */
const canEdit = ({ app: { status }, of }: AppProps) =>
  (status.unlock !== null || (of.setBy === 'user' && status.effective.rule?.limit !== undefined)) &&
  status.effective.source === of.setBy

const effectWord = ({ app: { status }, of }: AppProps) =>
  status.unlock && of.setBy === 'admin' ? 'With time' : allowedWord(status.effective.is_whitelisted)

/** Classes that place the switch: at the right of both lines of a row on a phone, before text on a wide screen. */
const effectPlace = 'col-start-3 row-span-2 row-start-1 max-lg:min-h-control lg:min-w-28'

const Effect = (props: AppProps) => {
  const { package_name, status } = props.app
  const { is_whitelisted } = status.effective
  const word = effectWord(props)
  if (isManaged(props)) return <LockedSwitch class={effectPlace} word={word} />
  return (
    <RuleForm of={props.of} id={formOf(package_name)} names={[package_name]}>
      {canEdit(props) ? (
        <LockedSwitch
          class={effectPlace}
          word={word}
          icon={props.of.setBy === 'admin' ? 'clock' : is_whitelisted ? 'check' : 'lock'}
        />
      ) : (
        <SwitchButton
          class={`${effectPlace} gap-0 text-[0px]`}
          id={`switch:${package_name}`}
          on={is_whitelisted}
          word={word}
          of={appLabel(status, package_name)}
          name="rule"
          value={is_whitelisted ? 'block' : 'allow'}
        />
      )}
    </RuleForm>
  )
}

export const UnlockLink = ({ of, package_name }: Pick<RowProps, 'of'> & { package_name: string }) => (
  <MenuLink icon="lock" label="Unlock with time…" aria-keyshortcuts="e" href={earnAppPath(of, package_name)} />
)

/** Menu with the changes that the switch does not offer. Both are in one form. */
const Rule = (props: AppProps) => {
  const { app, of } = props
  const { package_name, status } = app
  if (isManaged(props)) return null
  const label = appLabel(status, package_name)
  return (
    <RowActions class="items-center justify-end">
      <Menu label={`More for ${label}`}>
        {canEdit(props) ? (
          <MenuLink
            icon="edit"
            label="Edit the rule"
            aria-label={`Edit the rule for ${label}`}
            aria-keyshortcuts="e"
            href={status.unlock ? editEarnedPath(of, package_name) : editLimitPath(`app:${package_name}`)}
          />
        ) : (
          <>
            <UnlockLink of={of} package_name={package_name} />
            {of.setBy === 'user' && <LimitLink package_name={package_name} />}
          </>
        )}
        {status.effective.source === of.setBy && (
          <RemoveRule
            id={`reset:${package_name}`}
            form={formOf(package_name)}
            words={status.app && of.setBy === 'user' ? 'Back to default' : 'Remove rule'}
          />
        )}
      </Menu>
    </RowActions>
  )
}

export const AppRow = ({ app, ...context }: RowProps) => {
  const { package_name, status, use } = app
  const { of, today, user } = context
  const week = weekOf(today, user.preferences.week_start)
  const label = appLabel(status, package_name)
  const isOwn = of.setBy === 'user'
  return (
    <tr id={`app:${package_name}`} class="row">
      <td class="relative p-0 max-lg:contents">
        <SelectRow kind="app" name="package_name" value={package_name} label={label} />
      </td>
      <th scope="row">
        <AppName package_name={package_name} label={label} class="-my-0.5" />
        {status.app?.category && (
          <span class="text-small text-grey max-lg:hidden">
            {' · '}
            <bdi>{status.app.category}</bdi>
          </span>
        )}
      </th>
      <td class="max-lg:contents">
        <Effect app={app} of={of} />
        <span class={classes('text-small text-grey', isOwn ? 'col-span-full row-start-3' : 'col-start-1')}>
          {(isManaged({ app, of }) || status.unlock) && <span class="lg:hidden">{effectWord({ app, of })} · </span>}
          <Why status={status} {...context} />
        </span>
      </td>
      {isOwn && (
        <>
          <td class="num max-lg:hidden">
            <AppUseTime seconds={use.today} href={appsOfDaysPath({ from: today, to: today })} />
          </td>
          <td class="num app-week">
            <AppUseTime seconds={use.week} href={appsOfDaysPath({ from: week.from, to: today })} />
          </td>
        </>
      )}
      <td class="col-start-2 row-span-2 row-start-1">
        <Rule app={app} of={of} />
      </td>
    </tr>
  )
}
