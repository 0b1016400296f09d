import { duration, plural } from '../../../functions/lib/format'
import {
  type ChunkChanges,
  isReadable,
  type Previewed,
  type Readable,
} from '../../../functions/plan-pages/import/preview'
import { derived } from '../../../functions/plans/put'
import { Confirm } from '../../changes/preview'
import { Documents } from '../../imports/page'
import { Badge, Notice } from '../../ui/button'
import { Faults } from '../../ui/faults'
import { PlainRow, Stack } from '../../ui/section'

const changesText = ({ added, changed, removed }: ChunkChanges) => {
  const parts = [
    added > 0 && `${plural(added, 'chunk')} added`,
    changed > 0 && `${plural(changed, 'chunk')} changed`,
    removed > 0 && `${plural(removed, 'chunk')} removed`,
  ].filter(Boolean)
  return parts.length > 0 ? parts.join(', ') : 'Chunks stay as they are; the text around them changes'
}

const badges = {
  add: <Badge tone="good">New plan</Badge>,
  update: <Badge tone="accent">Updates your plan</Badge>,
  same: <Badge>No changes</Badge>,
}

const Plan = ({ document }: { document: Readable }) => {
  const { chunk_count, planned_minutes } = derived(document.read).plan
  return (
    <PlainRow
      name={document.read.head.title}
      parts={[
        badges[document.kind],
        <bdi>{document.read.head.id}</bdi>,
        <bdi>{document.name}</bdi>,
        document.kind === 'update' ? changesText(document.changes) : plural(chunk_count, 'chunk'),
        planned_minutes > 0 && `${duration(planned_minutes * 60)} planned`,
      ]}
    >
      <Faults faults={document.read.warnings} tone="warning" />
    </PlainRow>
  )
}

type Props = {
  previewed: Previewed[]
  /** Where the import is confirmed. */
  confirm: string
  /** There is something to import. */
  isWorth: boolean
  /** A plan was changed since the preview before. */
  isOutdated?: boolean
  /** The form follows, with the text that was pasted. */
  isRefused?: boolean
}

const summary = (previewed: Previewed[]) => {
  const count = (kind: Readable['kind']) => previewed.filter((one) => isReadable(one) && one.kind === kind).length
  const refused = previewed.filter((one) => !isReadable(one)).length
  return [
    count('add') > 0 && `${count('add')} new`,
    count('update') > 0 && `${count('update')} to update`,
    count('same') > 0 && `${count('same')} unchanged`,
    refused > 0 && `${refused} can’t be imported`,
  ]
    .filter(Boolean)
    .join(', ')
}

export const PreviewPage = ({ previewed, confirm, isWorth, isOutdated, isRefused }: Props) => (
  <>
    <Stack>
      {isOutdated && (
        <Notice tone="warning" role="alert">
          <p>Your plans changed since the preview. Nothing was imported. Check again what the import does now.</p>
        </Notice>
      )}
      <Confirm
        action={confirm}
        button={isWorth && 'Import'}
        again={isRefused ? undefined : { href: '/plans/import', label: 'Choose other files' }}
      />
    </Stack>
    <Documents
      summary={summary(previewed)}
      documents={previewed}
      item={(document: Readable) => <Plan document={document} />}
    />
  </>
)
