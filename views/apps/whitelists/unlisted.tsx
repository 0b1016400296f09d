import { knownLabel } from '../../../functions/apps/app-rules/known-apps'
import type { AppListData, AppsPageData } from '../../../functions/apps/whitelists/page-data'
import { appsPath } from '../../../functions/apps/whitelists/schema'
import { newAppsLimit } from '../../../functions/frame/shell/schema'
import { shortDate } from '../../../functions/lib/text/format'
import { addDays, weekOf } from '../../../functions/lib/time/days'
import { Button, Menu } from '../../ui/button'
import { appsOfDaysPath } from '../../ui/links'
import { RowActions, RowMeta, Rows, Section, TextLink } from '../../ui/section'
import { SelectGroup, SelectionBar } from '../../ui/selection'
import { hideWhileFiltered, RuleForm } from './earned'
import { AdminName, AppName } from './editor'
import { LimitLink } from './limits'
import { AppUseTime, UnlockLink } from './row'

/** Maximum number of apps without buttons that apply to all of them. */
const fewApps = 3

type SeenProps = Pick<AppsPageData, 'seen' | 'of' | 'user' | 'today' | 'unlisted'>

/** Use of today and of this week, else the date of the last use. */
const usesOf = (app: SeenProps['seen']['apps'][number], { today, user }: SeenProps) => {
  const { from } = weekOf(today, user.preferences.week_start)
  const uses = [
    { seconds: app.today, from: today, when: 'today' },
    { seconds: app.week, from, when: 'this week' },
  ].filter(({ seconds }) => seconds > 0)
  if (uses.length > 0) {
    return uses.map(({ seconds, from, when }) => (
      <>
        <AppUseTime seconds={seconds} href={appsOfDaysPath({ from, to: today })} /> {when}
      </>
    ))
  }
  const wasLately = app.last_date >= addDays(today, -1)
  return [
    wasLately
      ? `used ${app.last_date === today ? 'today' : 'yesterday'}`
      : `last used ${shortDate(app.last_date, today)}`,
  ]
}

const Summary = ({ seen, user, unlisted }: SeenProps) => (
  <>
    {seen.count > newAppsLimit ? `${newAppsLimit}+` : seen.count}{' '}
    {user.preferences.unlisted_apps === 'allow' ? 'allowed' : 'blocked'} until you decide
    {unlisted?.locked_at != null && (
      <>
        {' '}
        (set for you by <AdminName name={unlisted.locked_by} />)
      </>
    )}
  </>
)

export const UnlistedApps = (props: SeenProps) => {
  const { seen, of } = props
  if (seen.count === 0) return null
  const isMore = seen.count > seen.apps.length
  const others = appsPath({ q: '', show: 'unlisted', sort: '', after: null })
  return (
    <Section
      id="seen"
      class={hideWhileFiltered}
      title="New apps"
      summary={<Summary {...props} />}
      aside={
        <>
          {seen.apps.length > fewApps && (
            <RuleForAll of={of} names={seen.apps.map(({ package_name }) => package_name)} isMore={isMore} />
          )}
          {isMore && <TextLink href={others}>Show all</TextLink>}
        </>
      }
    >
      <Rows>
        {seen.apps.map((app) => (
          <li id={`seen:${app.package_name}`}>
            <div class="@2xl:grid @2xl:grid-cols-[13.375rem_minmax(0,1fr)] @2xl:items-center @2xl:gap-x-4">
              <div>
                <AppName package_name={app.package_name} label={knownLabel(app.package_name) ?? null} />
              </div>
              <RowMeta parts={usesOf(app, props)} />
            </div>
            <RuleForm of={of} names={[app.package_name]}>
              <RowActions class="items-center">
                {(['allow', 'block'] as const).map((rule) => (
                  <Button
                    variant={rule === 'block' ? 'quiet' : 'plain'}
                    id={`${rule}:${app.package_name}`}
                    name="rule"
                    value={rule}
                  >
                    {rule === 'allow' ? 'Allow' : 'Block'}
                    <span class="sr-only"> {knownLabel(app.package_name) ?? app.package_name}</span>
                  </Button>
                ))}
                <Menu label={`More for ${knownLabel(app.package_name) ?? app.package_name}`}>
                  <UnlockLink of={of} {...app} />
                  <LimitLink {...app} />
                </Menu>
              </RowActions>
            </RuleForm>
          </li>
        ))}
      </Rows>
    </Section>
  )
}

export const AppsBar = ({ of: { setBy, path } }: Pick<AppListData, 'of'>) => (
  <SelectionBar
    label="Selected apps"
    action={`${path}/rules`}
    rows="app"
    more={
      <SelectGroup id="pick-apps" rows="#app-rows">
        Select all<span class="sr-only"> apps shown</span>
      </SelectGroup>
    }
    hx-post={`${path}/rules`}
    hx-target="#toasts"
    hx-swap="beforeend"
  >
    <Button small name="rule" value="allow">
      Allow
    </Button>
    <Button small name="rule" value="block">
      Block
    </Button>
    <Button small formmethod="post" formaction={`${path}/earned/many`}>
      Unlock with time…
    </Button>
    <Button small variant="quiet" name="rule" value="reset">
      {setBy === 'user' ? 'Back to default' : 'Remove rule'}
    </Button>
  </SelectionBar>
)

type RuleAllProps = Pick<SeenProps, 'of'> & { names: string[]; isMore: boolean }

const RuleForAll = ({ of, names, isMore }: RuleAllProps) => (
  <RuleForm of={of} names={names} class="actions">
    <Button small id="allow-seen" name="rule" value="allow">
      Allow {isMore ? 'these' : 'all'} {names.length}
    </Button>
    <Button small id="block-seen" name="rule" value="block">
      Block {isMore ? 'these' : 'all'} {names.length}
    </Button>
  </RuleForm>
)
