import { type KeptState, restorePath } from '../../../functions/data/backups/schema'
import { undoPath } from '../../../functions/lib/http/path-to'
import { dayMonth } from '../../../functions/lib/text/format'
import { dayOf, type Zone } from '../../../functions/lib/time/days'
import { LinkButton, Notice, PostButton } from '../../ui/button'
import { Section, Stack } from '../../ui/section'

type Props = { kept: KeptState | null; reader: Zone; today: string }

/** The state before the last restore, which can be restored. */
export const PreviousStateNotice = ({ kept, reader, today }: Props) =>
  kept && (
    <Notice
      icon="undo"
      actions={<PostButton action={undoPath('backup.restore', kept.id)} icon="undo" label="Undo restore" />}
    >
      Your data from before the last restore is kept until {dayMonth(dayOf(kept.until, reader), today)}. Undoing the
      restore brings it back and removes your changes since then. You can undo that, too.
    </Notice>
  )

/** Section of the page of backups. */
export const RestoreSection = (props: Props) => (
  <Section id="restore" title="From a file">
    <Stack>
      <PreviousStateNotice {...props} />
      <p>Bring back a backup that you downloaded, or an export from any installation. You’ll see a preview first.</p>
      <LinkButton href={restorePath}>Choose a file</LinkButton>
    </Stack>
  </Section>
)
