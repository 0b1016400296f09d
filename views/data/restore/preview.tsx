import { restorePath } from '../../../functions/data/backups/schema'
import { changedTables, nothingToRestore, totalOf } from '../../../functions/data/restore/changed-tables'
import type { ChangeCounts } from '../../../functions/data/restore/compare'
import type { Preview } from '../../../functions/data/restore/preview'
import { grouped, plural } from '../../../functions/lib/text/format'
import { Confirm } from '../../changes/preview'
import { LeftOutList } from '../../imports/left-out'
import { Notice } from '../../ui/button'
import { RadioGroup } from '../../ui/choices'
import { Table } from '../../ui/figure'
import { Section, Stack, TextLink } from '../../ui/section'

type Mode = 'replace' | 'merge'

type Props = {
  preview: Preview
  /** Modes that would change something. */
  modes: Mode[]
  confirm: string
  errors?: string[]
}

const sentence = ({ added, changed, removed }: ChangeCounts) => {
  const parts = Object.entries({ added, changed, removed }).flatMap(([does, count]) =>
    count === 0 ? [] : [`${grouped(count)} ${does}`],
  )
  return parts.length === 0 ? 'nothing changes' : parts.join(', ')
}

const columns = [
  { label: 'Kind' },
  { label: 'Added', numeric: true },
  { label: 'Changed', numeric: true },
  { label: 'Removed', numeric: true },
]

const Changes = ({ preview, mode }: { preview: Preview; mode: Mode }) => {
  const rows = changedTables(preview).filter(({ [mode]: { added, changed, removed } }) => added + changed + removed > 0)
  if (rows.length === 0) return <p>You already have everything in this file.</p>
  return (
    <Table caption={mode === 'replace' ? 'If you replace' : 'If you merge'} columns={columns}>
      {rows.map(({ name, [mode]: { added, changed, removed } }) => (
        <tr>
          <th scope="row">{name}</th>
          <td class="num">{grouped(added)}</td>
          <td class="num">{grouped(changed)}</td>
          <td class="num">{grouped(removed)}</td>
        </tr>
      ))}
    </Table>
  )
}

const modeNames = {
  replace: 'Replace what you have with the file',
  merge: 'Merge, keeping the newer of two versions',
}

const ConfirmRestore = ({ preview, modes, confirm, errors }: Props) => (
  <Confirm action={confirm} button={modes.length > 0 && 'Restore'} discard={`${restorePath}/${preview.id}/discard`}>
    {modes.length === 0 ? (
      <Notice>{nothingToRestore}</Notice>
    ) : (
      <RadioGroup
        label="How to restore"
        name="mode"
        value={null}
        errors={errors}
        options={modes.map((mode) => ({
          value: mode,
          label: `${modeNames[mode]}: ${sentence(totalOf(preview, mode))}`,
        }))}
      />
    )}
  </Confirm>
)

/** `/settings/backups/restore/:id` */
export const RestorePreviewPage = ({ preview, ...confirm }: Props) => (
  <>
    <Stack>
      <p>
        <bdi>{preview.name}</bdi> has {plural(preview.rows, 'record')} of <bdi>{preview.user.username}</bdi>. Your
        current data is backed up first, and you can undo the restore for 7 days. Your email address, your sign-ins and
        the rules that an admin set stay as they are.
      </p>
      {!preview.is_own && (
        <Notice tone="warning">
          Daymark can’t tell that this file was exported here, from your account: it may come from another installation,
          from somebody else, or be an older export. Once restored, it counts as your own data: restore it only if you
          know who made it.
        </Notice>
      )}
      <Notice icon="clock">
        <p>You can’t change anything while the restore runs.</p>
        <p>
          Either way, <TextLink href="/changes">Recent changes</TextLink> is empty afterwards: what you changed before
          can be undone only if you undo the restore first.
        </p>
      </Notice>
      {preview.ended_addresses > 0 && (
        <Notice tone="warning">
          If you replace, {plural(preview.ended_addresses, 'secret address', 'secret addresses')} of sealed reports or
          public plans {preview.ended_addresses === 1 ? 'stops' : 'stop'} working, because the file doesn’t include
          them. If you merge, they keep working.
        </Notice>
      )}
      <ConfirmRestore preview={preview} {...confirm} />
    </Stack>
    <Section id="replacing" title="If you replace" summary={sentence(totalOf(preview, 'replace'))}>
      <Changes preview={preview} mode="replace" />
    </Section>
    <Section id="merging" title="If you merge" summary={sentence(totalOf(preview, 'merge'))}>
      <Changes preview={preview} mode="merge" />
    </Section>
    <LeftOutList rows={preview.left_out} />
  </>
)
