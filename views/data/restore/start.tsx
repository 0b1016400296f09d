import {
  type BackupRow,
  backupName,
  backupsPath,
  type KeptState,
  restorePath as path,
} from '../../../functions/data/backups/schema'
import { restoreFileLimit } from '../../../functions/data/restore/feature'
import type { UploadDraft } from '../../../functions/imports/read'
import type { Preferences } from '../../../functions/lib/preferences'
import { dayOf } from '../../../functions/lib/time/days'
import { UploadForm } from '../../imports/page'
import { Actions, Button, Cancel } from '../../ui/button'
import { Stack } from '../../ui/section'
import { PreviousStateNotice } from '../backups/restore'

type Props = {
  kept: KeptState | null
  /** One of the person's backups to restore. */
  backup: Pick<BackupRow, 'id' | 'kind' | 'created_at'> | null
  draft?: UploadDraft
  reader: Preferences
  now: number
}

const about =
  'Bring back a backup, or move your data here from another installation. You’ll see what changes before anything does, and you can undo it for 7 days.'

const BackupForm = ({ id, name }: { id: string; name: string }) => (
  <form class="stack" action={path} method="post">
    <input type="hidden" name="backup" value={id} />
    <p>Restore the {name}?</p>
    <Actions>
      <Button variant="primary">Preview</Button>
      <Cancel href={backupsPath} />
    </Actions>
  </form>
)

/** `/settings/backups/restore` */
export const RestoreStartPage = ({ kept, backup, draft, reader, now }: Props) => (
  <Stack>
    <PreviousStateNotice kept={kept} reader={reader} today={dayOf(now, reader)} />
    {backup ? (
      <>
        <p>{about}</p>
        <BackupForm id={backup.id} name={backupName(backup, reader)} />
      </>
    ) : (
      <UploadForm
        label="Restore"
        action={path}
        about={about}
        draft={draft}
        file={{
          label: 'File',
          accept: '.gz,.tgz,.json,application/gzip,application/json',
          required: true,
          bytes: restoreFileLimit,
          hint: 'A backup (.tar.gz) or an export (.json), up to 25 MB',
        }}
      />
    )}
  </Stack>
)
