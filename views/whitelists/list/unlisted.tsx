import { knownLabel } from '../../../functions/app-rules/known-apps'
import { addDays } from '../../../functions/lib/days'
import { duration, shortDate } from '../../../functions/lib/format'
import { newAppsCounted } from '../../../functions/shell/queries'
import { appsPath } from '../../../functions/whitelists/list/view'
import type { AppsPageData } from '../../../functions/whitelists/page-data'
import { Button } from '../../ui/button'
import { RowActions, Rows } from '../../ui/rows'
import { Section, TextLink } from '../../ui/section'
import { AdminName, AppName } from '../app-name'
import { RuleForAll } from '../bulk/selection'
import { ruleForm } from './row'

/** More apps than these get buttons for all of them. */
const fewApps = 3

type SeenProps = Pick<AppsPageData, 'seen' | 'user' | 'today' | 'admins'>

const useWords = ({ today, week, last_date }: SeenProps['seen']['apps'][number], now: string) => {
  const parts = [today > 0 && `${duration(today)} today`, week > 0 && `${duration(week)} this week`].filter(Boolean)
  if (parts.length > 0) return parts.join(', ')
  return last_date >= addDays(now, -1)
    ? `used ${last_date === now ? 'today' : 'yesterday'}`
    : `last used ${shortDate(last_date, now)}`
}

const Summary = ({ seen, user, admins }: SeenProps) => (
  <>
    {seen.count > newAppsCounted ? `${newAppsCounted}+` : seen.count}{' '}
    {user.preferences.unlisted_apps === 'allow' ? 'allowed' : 'blocked'} until you decide
    {admins.unlistedLock && (
      <>
        {' '}
        (set for you by <AdminName name={admins.unlistedLock.by} />)
      </>
    )}
  </>
)

export const UnlistedApps = (props: SeenProps) => {
  const { seen, today } = props
  if (seen.count === 0) return null
  const isMore = seen.count > seen.apps.length
  const others = appsPath({ q: '', show: 'unlisted', sort: 'use', after: null })
  return (
    <Section
      id="seen"
      title="New apps"
      summary={<Summary {...props} />}
      aside={
        <>
          {seen.apps.length > fewApps && (
            <RuleForAll names={seen.apps.map(({ package_name }) => package_name)} isMore={isMore} />
          )}
          {isMore && <TextLink href={others}>Show all</TextLink>}
        </>
      }
    >
      <Rows>
        {seen.apps.map((app) => (
          <li id={`seen:${app.package_name}`} class="seen">
            <div class="what">
              <p>
                <AppName package_name={app.package_name} label={knownLabel(app.package_name) ?? null} />
              </p>
              <p class="row-meta">{useWords(app, today)}</p>
            </div>
            <form {...ruleForm}>
              <RowActions>
                {(['allow', 'block'] as const).map((name) => (
                  <Button id={`${name}:${app.package_name}`} name={name} value={app.package_name}>
                    {name === 'allow' ? 'Allow' : 'Block'}
                    <span class="unseen"> {knownLabel(app.package_name) ?? app.package_name}</span>
                  </Button>
                ))}
              </RowActions>
            </form>
          </li>
        ))}
      </Rows>
    </Section>
  )
}
