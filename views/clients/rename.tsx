import type { ClientRename } from '../../functions/clients/plan'
import { plural } from '../../functions/lib/format'
import { nameLimit, type ProjectRow } from '../../functions/projects/schema'
import type { TrackedSum } from '../../functions/projects/tracked'
import { Ask, Confirm, Consequences } from '../changes/preview'
import { Tracked } from '../projects/deactivate'
import { LinkButton } from '../ui/button'
import { Empty } from '../ui/empty'
import { Datalist, Field } from '../ui/field'
import { ProjectLabel, ProjectName } from '../ui/project-mark'
import { RowList, RowMeta } from '../ui/rows'
import { Section } from '../ui/section'

type Props = {
  /** Empty where none was chosen. */
  client: string
  name?: string
  errors?: string[]
  names: string[]
  preview?: ClientRename
  /** Tracked time of the projects that are merged. */
  sums: TrackedSum[]
}

const Moved = ({ projects }: { projects: ProjectRow[] }) => (
  <RowList
    rows={projects}
    item={({ name, color }) => (
      <li>
        <span class="row-title">
          <ProjectName name={name} color={color} />
        </span>
      </li>
    )}
  />
)

const Merged = ({ merged, sums }: { merged: ClientRename['merged']; sums: TrackedSum[] }) => (
  <RowList
    rows={merged}
    item={({ from, into }) => (
      <li>
        <div>
          <span class="row-title">
            <ProjectName name={from.name} color={from.color} />
          </span>
          <RowMeta
            parts={[
              <Tracked id={from.id} sum={sums.find(({ id }) => id === from.id)} />,
              <>
                into <ProjectLabel project={into} />
              </>,
            ]}
          />
        </div>
      </li>
    )}
  />
)

const pointsOf = (client: string, { name, isMerge, moved, merged }: ClientRename) => [
  moved.length > 0 && (
    <>
      {plural(moved.length, 'project')} {moved.length === 1 ? 'moves' : 'move'} from <bdi>{client}</bdi> to{' '}
      {name ? <bdi>{name}</bdi> : '“No client”'}. {moved.length === 1 ? 'Its' : 'Their'} sessions don’t change.
    </>
  ),
  merged.length > 0 && (
    <>
      {plural(merged.length, 'project')} {merged.length === 1 ? 'has a name' : 'have names'} that{' '}
      {name ? <bdi>{name}</bdi> : 'a project without a client'} also has. All their sessions, including deleted ones,
      move to that project, which doesn’t change.
    </>
  ),
  isMerge && (
    <>
      <bdi>{client}</bdi> and <bdi>{name}</bdi> become one client, <bdi>{name}</bdi>.
    </>
  ),
  <>
    A later import that names <bdi>{client}</bdi> creates it again.
  </>,
]

const Preview = ({ client, preview, sums }: { client: string; preview: ClientRename; sums: TrackedSum[] }) => {
  const { name, isMerge, moved, merged } = preview
  const button = isMerge ? 'Merge clients' : name ? 'Rename client' : 'Remove client'
  return (
    <>
      <Section id="rename-preview" title="Preview">
        <Consequences points={pointsOf(client, preview)} />
        <Confirm
          action="/clients/rename"
          fields={[
            ['client', client],
            ['name', name],
          ]}
          button={button}
          cancel="/clients"
        />
      </Section>
      {merged.length > 0 && (
        <Section id="rename-merged" title="Projects to merge" summary={merged.length}>
          <Merged merged={merged} sums={sums} />
        </Section>
      )}
      {moved.length > 0 && (
        <Section id="rename-moved" title="Projects to move" summary={moved.length}>
          <Moved projects={moved} />
        </Section>
      )}
    </>
  )
}

/** `/clients/rename`: the form for a new name, with a preview. */
export const RenameClient = ({ client, name, errors, names, preview, sums }: Props) =>
  client === '' ? (
    <Empty title="No client selected" actions={<LinkButton href="/clients">Clients</LinkButton>}>
      Select one from the list.
    </Empty>
  ) : (
    <>
      <Ask action="/clients/rename" label="The new name" isShown={preview !== undefined}>
        <input type="hidden" name="client" value={client} />
        <Field
          label={`New name for ${client}`}
          name="name"
          dir="auto"
          maxlength={nameLimit}
          list="client-names"
          autocomplete="off"
          value={name ?? client}
          errors={errors}
          hint="Enter another client’s name to merge the two. Leave empty to remove the client."
          autofocus={!preview}
        />
        <Datalist id="client-names" values={names} />
      </Ask>
      {preview && <Preview client={client} preview={preview} sums={sums} />}
    </>
  )
