import { type KeptState, restorePath as path } from '../../functions/backups/kept'
import type { BackupRow } from '../../functions/backups/schema'
import { dayOf, type Zone } from '../../functions/lib/days'
import { KeptNotice } from '../backups/restore'
import { Actions, Button, Cancel } from '../ui/button'
import { Field } from '../ui/field'
import { Stack } from '../ui/section'

type Props = {
  kept: KeptState | null
  /** One of the person's backups to restore. */
  backup: Pick<BackupRow, 'id'> | null
  errors: { file?: string[] }
  reader: Zone
  now: number
}

const BackupForm = ({ id }: Pick<BackupRow, 'id'>) => (
  <form class="stack" action={path} method="post">
    <input type="hidden" name="backup" value={id} />
    <p>
      Restore the backup <strong>{id}</strong>?
    </p>
    <Actions>
      <Button variant="primary">Preview</Button>
      <Cancel href="/settings/backups" />
    </Actions>
  </form>
)

const UploadForm = ({ errors }: Pick<Props, 'errors'>) => (
  <form class="stack" action={path} method="post" enctype="multipart/form-data">
    <Field
      label="File"
      name="file"
      type="file"
      accept=".gz,.tgz,.json,application/gzip,application/json"
      required
      errors={errors.file}
      hint="A backup (.tar.gz) or an export (.json), up to 25 MB"
    />
    <Actions>
      <Button variant="primary">Preview</Button>
    </Actions>
  </form>
)

/** `/settings/backups/restore` */
export const StartPage = ({ kept, backup, errors, reader, now }: Props) => (
  <Stack>
    <KeptNotice kept={kept} reader={reader} today={dayOf(now, reader)} />
    <p>
      Bring back a backup, or move your data here from another installation. You’ll see what changes before anything
      does, and you can undo it for 7 days.
    </p>
    {backup && !errors.file ? <BackupForm id={backup.id} /> : <UploadForm errors={errors} />}
  </Stack>
)
