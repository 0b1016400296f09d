import { clientName, countedText } from '../../../functions/filing/projects/resource'
import {
  type ListedProject,
  nameLimit,
  type ProjectForm,
  type ProjectRow,
  type ProjectValues,
  techStack,
} from '../../../functions/filing/projects/schema'
import { classificationNames, projectLabel, statusNames } from '../../../functions/filing/projects/words'
import type { Draft } from '../../../functions/lib/form'
import { palette } from '../../../functions/lib/text'
import { LinkButton, Notice } from '../../ui/button'
import { Radios } from '../../ui/choices'
import { Datalist, Field, NameField, optionsOf, Select } from '../../ui/field'
import { drafted, Fields } from '../../ui/form'
import { ProjectMark } from '../../ui/icon'

const colors = palette.map((color) => ({ value: color, label: color, mark: <ProjectMark color={color} /> }))

type FieldsProps = {
  values: ProjectValues
  draft?: Draft<ProjectForm>
  /** Names of all organizations. */
  organizations: string[]
  idPrefix: string
  /** Missing for a new project. */
  saved?: ListedProject
}

/** Says before an edit which sums it can move. */
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

export const ProjectFields = ({ values, draft, organizations, idPrefix, saved }: FieldsProps) => {
  const field = drafted({ ...values, tech_stack: techStack(values).join(', ') }, draft, idPrefix)
  const list = `${idPrefix}-organizations`
  return (
    <>
      <Fields>
        <NameField limit={nameLimit} isFresh={!draft} {...field('name')} />
        <Field
          label="Organization"
          wide
          maxlength={nameLimit}
          dir="auto"
          list={list}
          autocomplete="off"
          hint="A new name adds a client"
          {...field('client')}
          errors={draft?.errors.client ?? draft?.errors.organization_id}
        />
        <Select label="Kind of project" options={optionsOf(classificationNames)} {...field('classification')} />
        {saved && <Select label="Status" options={optionsOf(statusNames)} {...field('status')} />}
        <Field
          label="Tech stack"
          dir="auto"
          autocomplete="off"
          hint="Separated by commas, e.g. SQL, TypeScript"
          {...field('tech_stack')}
        />
        <Field
          label="Repository"
          maxlength={300}
          autocomplete="off"
          spellcheck={false}
          hint="As owner/name"
          {...field('repository')}
        />
      </Fields>
      {saved && <CountedUnder saved={saved} />}
      <Datalist id={list} values={organizations} />
      <Radios label="Colour" options={colors} {...field('color')} />
    </>
  )
}

/** Offers to merge a project into the one that has its new name. */
export const MergeOffer = ({ project, same }: { project: ProjectRow; same: ProjectRow }) => (
  <Notice
    tone="warning"
    role="status"
    actions={
      <LinkButton small href={`/projects/${project.id}/merge?into=${same.id}`}>
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
