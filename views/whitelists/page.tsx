import type { ClientHealth } from '../../functions/usage/client-health'
import type { AppsPageData } from '../../functions/whitelists/page-data'
import { usageTokenPath } from '../links'
import { LinkButton } from '../ui/button'
import { Live } from '../ui/live'
import { Notice } from '../ui/notice'
import { PageHead } from '../ui/section'
import { LastReport, QuietClientsNotice } from '../usage/last-report'
import { AddAppLink, NewAppPlace } from './add'
import { EarnedApps } from './earned/apps'
import { AppList } from './list/list'
import { UnlistedApps } from './list/unlisted'

export const ReportNotices = ({ reports }: { reports: ClientHealth }) => {
  if (reports.latest) return <QuietClientsNotice {...reports} />
  return (
    <Notice
      icon="apps"
      actions={
        <>
          <LinkButton small href={usageTokenPath}>
            Create a token
          </LinkButton>
          <LinkButton small variant="quiet" href="/api/docs">
            API
          </LinkButton>
        </>
      }
    >
      No device has reported app usage yet. To connect one, create a token with the “usage” permission. A program on
      your phone or computer then checks which apps are allowed and reports what you use.
    </Notice>
  )
}

/** `/whitelists` */
export const AppsContent = (page: AppsPageData) => {
  const live = `/whitelists/live?${new URLSearchParams({ v: page.version })}`
  return (
    <Live id="apps" path={live}>
      <PageHead
        title="Apps"
        summary={page.reports.latest && <LastReport {...page.reports} />}
        actions={
          <>
            <AddAppLink />
            <LinkButton href="/whitelists/paste">Paste a list</LinkButton>
          </>
        }
      />
      <ReportNotices reports={page.reports} />
      <NewAppPlace />
      <UnlistedApps {...page} />
      <EarnedApps view={page.earned} reader={page.user.preferences} />
      <AppList {...page} />
    </Live>
  )
}
