import { appLabel } from '../../../functions/app-rules/label'
import { weekOf } from '../../../functions/lib/days'
import type { ListedApp } from '../../../functions/whitelists/list/page'
import { appsOfDaysPath } from '../../links'
import { Button } from '../../ui/button'
import { TextLink } from '../../ui/section'
import { Held, SelectRow, Switch } from '../../ui/selection'
import { AppName } from '../app-name'
import { earnAppPath, editEarnedPath } from '../earned/apps'
import { UseTime } from './use-time'
import { Why, type WhyContext } from './why'
import { allowedWord } from './words'

/** Form of some buttons; name and value of the pressed one are the choice and the app. */
export const ruleForm = {
  method: 'post',
  action: '/whitelists',
  'hx-post': '/whitelists',
  'hx-swap': 'none',
} as const

const formOf = (packageName: string) => `rule:${packageName}`

type RowProps = WhyContext & { app: ListedApp }

const EffectCell = ({ app: { package_name, status } }: Pick<RowProps, 'app'>) => {
  const { is_whitelisted, source } = status.effective
  const word = allowedWord(is_whitelisted)
  if (source === 'locked' || source === 'admin') return <Held word={word} />
  return (
    <form id={formOf(package_name)} {...ruleForm}>
      {status.unlock ? (
        <Held word={word} />
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

/** Changes that the switch, whose form it shares, does not offer. */
const OwnRule = ({ app: { package_name, status } }: Pick<RowProps, 'app'>) => {
  const { source } = status.effective
  if (source === 'locked' || source === 'admin') return null
  const label = appLabel(status, package_name)
  const unlock = status.unlock ? (
    <TextLink href={editEarnedPath(package_name)}>
      Edit<span class="unseen"> the rule for {label}</span>
    </TextLink>
  ) : (
    <TextLink href={earnAppPath(package_name)}>
      Unlock with time…<span class="unseen"> {label}</span>
    </TextLink>
  )
  if (source !== 'user') return unlock
  return (
    <>
      {unlock}
      <Button
        small
        variant="quiet"
        id={`reset:${package_name}`}
        form={formOf(package_name)}
        name="reset"
        value={package_name}
      >
        {status.app ? 'Back to default' : 'Remove rule'}
        <span class="unseen">: {label}</span>
      </Button>
    </>
  )
}

export const AppRow = ({ app, ...context }: RowProps) => {
  const { package_name, status, use } = app
  const { today, user } = context
  const week = weekOf(today, user.preferences.week_start)
  const label = appLabel(status, package_name)
  return (
    <tr id={`app:${package_name}`}>
      <td class="pick-cell">
        <SelectRow name="package_name" value={package_name} label={label} />
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
        <EffectCell app={app} />
      </td>
      <td class="why">
        <div>
          <span>
            <Why status={status} {...context} />
          </span>
          <OwnRule app={app} />
        </div>
      </td>
      <td class="num today">
        <UseTime seconds={use.today} href={appsOfDaysPath({ from: today, to: today })} />
      </td>
      <td class="num use" data-label="week">
        <UseTime seconds={use.week} href={appsOfDaysPath({ from: week.from, to: today })} />
      </td>
    </tr>
  )
}
