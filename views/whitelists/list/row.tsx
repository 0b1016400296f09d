import { appLabel } from '../../../functions/app-rules/label'
import type { ListedApp } from '../../../functions/whitelists/list/page'
import { Button } from '../../ui/button'
import { TextLink } from '../../ui/section'
import { Held, Switch } from '../../ui/switch'
import { AppName } from '../app-name'
import { PickApp } from '../bulk/picked'
import { editEarnedPath } from '../earned/apps'
import { UseTime } from './use-time'
import { Why, type WhyContext } from './why'
import { allowedWord } from './words'

/** Form of one button; its name and value are the choice and the app. */
export const ruleForm = {
  method: 'post',
  action: '/whitelists',
  'hx-post': '/whitelists',
  'hx-swap': 'none',
  'hx-sync': '#apps:queue all',
} as const

type RowProps = WhyContext & { app: ListedApp }

const Holds = ({ app: { package_name, standing } }: Pick<RowProps, 'app'>) => {
  const { is_whitelisted, source } = standing.effective
  const word = allowedWord(is_whitelisted)
  if (source === 'locked' || source === 'admin' || standing.unlock) return <Held word={word} />
  return (
    <form {...ruleForm}>
      <Switch
        id={`switch:${package_name}`}
        on={is_whitelisted}
        word={word}
        of={appLabel(standing, package_name)}
        name={is_whitelisted ? 'block' : 'allow'}
        value={package_name}
      />
    </form>
  )
}

const OwnRule = ({ app: { package_name, standing } }: Pick<RowProps, 'app'>) => {
  if (standing.effective.source !== 'user') return null
  const label = appLabel(standing, package_name)
  return (
    <form class="own-rule" {...ruleForm}>
      {standing.unlock && (
        <TextLink href={editEarnedPath(package_name)}>
          Edit<span class="unseen"> the rule for {label}</span>
        </TextLink>
      )}
      <Button small variant="quiet" id={`reset:${package_name}`} name="reset" value={package_name}>
        {standing.app ? 'Back to default' : 'Remove rule'}
        <span class="unseen">: {label}</span>
      </Button>
    </form>
  )
}

export const AppRow = ({ app, ...context }: RowProps) => {
  const { package_name, standing, use } = app
  const label = appLabel(standing, package_name)
  return (
    <tr id={`app:${package_name}`}>
      <td class="pick-cell">
        <PickApp package_name={package_name} label={label} />
      </td>
      <th scope="row">
        <AppName package_name={package_name} label={label} />
        {standing.app?.category && (
          <span class="app-category">
            {' · '}
            <bdi>{standing.app.category}</bdi>
          </span>
        )}
      </th>
      <td class="holds">
        <Holds app={app} />
      </td>
      <td class="why">
        <div>
          <span>
            <Why standing={standing} {...context} />
          </span>
          <OwnRule app={app} />
        </div>
      </td>
      <td class="num today">
        <UseTime seconds={use.today} />
      </td>
      <td class="num use" data-label="week">
        <UseTime seconds={use.week} />
      </td>
    </tr>
  )
}
