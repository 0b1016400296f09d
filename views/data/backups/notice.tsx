import { Notice } from '../../ui/button'
import { TextLink } from '../../ui/section'

/** Says on `/` that the last daily backup failed. */
export const FailedBackupNotice = ({ failures }: { failures: number }) =>
  failures > 0 && (
    <div class="left-notice">
      <Notice tone="warning">
        <p>
          The last backup failed and is tried again within the hour. Your data itself is fine.{' '}
          <TextLink href="/settings/backups">See your backups</TextLink>
        </p>
      </Notice>
    </div>
  )
