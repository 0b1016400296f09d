import { clientName, countedText } from '../../../functions/filing/projects/resource'
import {
  classificationNames,
  type ListedProject,
  type ProjectRow,
  projectKind,
  techStack,
} from '../../../functions/filing/projects/schema'
import type { AnyDraft } from '../../../functions/lib/http/form'
import { pathTo } from '../../../functions/lib/http/path-to'
import { projectColors } from '../../../functions/lib/text/text'
import { projectLabel } from '../../../functions/line/names'
import { LinkButton, Notice } from '../../ui/button'
import { RadioGroup } from '../../ui/choices'
import { Datalist, Field } from '../../ui/field'
import { draftFields } from '../../ui/form'
import { classes, ProjectMark } from '../../ui/icon'
import { KindFields } from '../../ui/kind'

type Colored = Pick<ProjectRow, 'id' | 'name' | 'color'>

const swatch = classes(
  'm-1 size-6 rounded outline-offset-2 group-has-checked:outline-2 group-has-checked:outline-ink',
  'group-has-focus-visible:outline-2 group-has-focus-visible:outline-accent',
)

/** Colour choices, with the projects that use them. */
const colorsOf = (projects: Colored[]) =>
  projectColors.map((color) => {
    const names = projects.filter((one) => one.color === color).map(({ name }) => name)
    const text = names.length > 0 ? `${color}: ${names.join(', ')}` : color
    return {
      value: color,
      label: <span class="sr-only">{text}</span>,
      mark: (
        <span title={text}>
          <ProjectMark color={color} class={swatch} />
        </span>
      ),
    }
  })

type FieldsProps = {
  /** Initial values that differ from a new project's. */
  values: Partial<ProjectRow>
  draft?: AnyDraft
  /** All projects; a colour choice names the projects with its colour. */
  projects: Colored[]
  /** Names of all organizations. */
  organizations: string[]
  idPrefix: string
  /** The stored project; undefined for a new one. */
  saved?: ListedProject
}

/** Explains before an edit which sums it can change. */
const CountedUnder = ({ saved }: { saved: ListedProject }) => {
  const counted = countedText(saved)
  if (!counted) return null
  return (
    <p class="hint">
      {counted} count under <bdi>{clientName(saved.client)}</bdi> and {classificationNames[saved.classification]}. If
      you change the organization or the type, they move. Renaming or archiving moves nothing.
    </p>
  )
}

export const ProjectFields = ({ values, draft, projects, organizations, idPrefix, saved }: FieldsProps) => {
  const list = `${idPrefix}-organizations`
  const others = projects.filter(({ id }) => id !== saved?.id)
  const color = draftFields({ color: values.color ?? '' }, draft, idPrefix)('color')
  return (
    <>
      <KindFields
        kind={projectKind}
        row={{ ...values, tech_stack: techStack({ tech_stack: '[]', ...values }).join(', ') }}
        draft={draft}
        idPrefix={idPrefix}
        choices={[]}
        today=""
        slots={{
          client: (field) => (
            <Field {...field} list={list} errors={draft?.errors.client ?? draft?.errors.organization_id} />
          ),
          ...(!saved && { status: () => null }),
          color: () => <RadioGroup label="Colour" marksAlone options={colorsOf(others)} {...color} />,
          organization_id: () => null,
        }}
      />
      {saved && <CountedUnder saved={saved} />}
      <Datalist id={list} values={organizations} />
    </>
  )
}

/** Offers to merge a project into the project that has its new name. */
export const MergeOffer = ({ project, same }: { project: ProjectRow; same: ProjectRow }) => (
  <Notice
    tone="warning"
    role="status"
    actions={
      <LinkButton small href={pathTo`/projects/${project.id}/merge?into=${same.id}`}>
        Merge
      </LinkButton>
    }
  >
    <p>
      <bdi>{projectLabel(same)}</bdi> already exists. If they’re the same project, you can merge{' '}
      <bdi>{projectLabel(project)}</bdi> into it. You’ll see a preview first.
    </p>
  </Notice>
)
