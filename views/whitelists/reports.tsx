import type { ClientHealth } from '../../functions/usage/client-health'
import { usageTokenPath } from '../links'
import { LinkButton } from '../ui/button'
import { Notice } from '../ui/notice'
import { QuietClientsNotice } from '../usage/last-report'

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
