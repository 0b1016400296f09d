import type { PropsWithChildren } from 'hono/jsx'
import type { Draft } from '../../functions/lib/form'
import {
  nameLimit,
  type ProjectForm,
  type ProjectRow,
  type ProjectValues,
  palette,
} from '../../functions/projects/schema'
import { classificationNames, projectLabel, statusNames } from '../../functions/projects/words'
import { Actions, Button, LinkButton } from '../ui/button'
import { Radios } from '../ui/choices'
import { drafted } from '../ui/draft'
import { Field, optionsOf, Select } from '../ui/field'
import { EditForm, ErrorSummary, Fields } from '../ui/form'
import { Notice } from '../ui/notice'
import { ProjectMark } from '../ui/project-mark'

export type ProjectDraft = Draft<ProjectForm>

const colors = palette.map((color) => ({ value: color, label: color, mark: <ProjectMark color={color} /> }))

type FieldsProps = { values: ProjectValues; draft?: ProjectDraft; clients: string[]; idPrefix: string; isNew?: boolean }

/** What a person fills in: as typed, else as it is. */
const ProjectFields = ({ values, draft, clients, idPrefix, isNew }: FieldsProps) => {
  const field = drafted(values, draft, idPrefix)
  const list = `${idPrefix}-clients`
  return (
    <>
      <Fields>
        <Field
          label="Name"
          wide
          required
          maxlength={nameLimit}
          dir="auto"
          {...field('name')}
          autofocus={!draft}
          data-autofocus
        />
        <Field
          label="Client"
          wide
          maxlength={nameLimit}
          dir="auto"
          list={list}
          autocomplete="off"
          hint="The same name under two clients is two projects"
          {...field('client')}
        />
        <Select label="For" options={optionsOf(classificationNames)} {...field('classification')} />
        {!isNew && <Select label="Status" options={optionsOf(statusNames)} {...field('status')} />}
      </Fields>
      <datalist id={list}>
        {clients.map((client) => (
          <option value={client} />
        ))}
      </datalist>
      <Radios label="Colour" options={colors} {...field('color')} />
    </>
  )
}

type EditProps = {
  project: ProjectRow
  draft?: ProjectDraft
  /** The names of the user's clients, to choose from. */
  clients: string[]
  /** In the project's row, which the answer takes the place of; else on a page. */
  inPlace: boolean
  /** The project that has the name which was typed. */
  same?: ProjectRow | null
}

/** What takes the place of a project's row until its edit has come to an end; a list that is renewed leaves it alone. */
export const EditingRow = ({ project, children }: PropsWithChildren<{ project: Pick<ProjectRow, 'id'> }>) => (
  <li class="editing" id={`project-${project.id}`} hx-morph-skip>
    {children}
  </li>
)

const MergeOffer = ({ project, same }: { project: ProjectRow; same: ProjectRow }) => (
  <Notice
    tone="warning"
    role="status"
    actions={
      <LinkButton small href={`/projects/${project.id}/merge?into=${same.id}`}>
        Merge the two
      </LinkButton>
    }
  >
    <p>
      <bdi>{projectLabel(same)}</bdi> is there already. If both are one project, <bdi>{projectLabel(project)}</bdi> can
      go into it with its sessions. You see first what that does.
    </p>
  </Notice>
)

/** A project while it is edited; again, with messages, when the input was invalid. */
export const EditProject = ({ project, draft, clients, inPlace, same }: EditProps) => {
  const url = `/projects/${project.id}`
  const swap = { 'hx-target': 'closest li', 'hx-swap': 'outerHTML swapEmpty:true' }
  const form = (
    <EditForm label={`Edit ${project.name}`} action={url} {...(inPlace && { 'hx-post': url, ...swap })}>
      <ErrorSummary errors={draft?.errors.seq} />
      <input type="hidden" name="seq" value={draft?.values.seq ?? project.seq} />
      {same && <MergeOffer project={project} same={same} />}
      <ProjectFields values={project} draft={draft} clients={clients} idPrefix={`project-${project.id}`} />
      <Actions>
        <Button variant="primary">Save</Button>
        <LinkButton variant="quiet" href="/projects" {...(inPlace && { 'hx-get': url, ...swap })}>
          Cancel
        </LinkButton>
      </Actions>
    </EditForm>
  )
  return inPlace ? <EditingRow project={project}>{form}</EditingRow> : form
}

/** The form for a new project: above the list, or on a page. */
export const NewProject = ({
  values,
  draft,
  clients,
  inPlace,
}: Omit<EditProps, 'project'> & { values: ProjectValues }) => (
  <EditForm
    label="New project"
    action="/projects"
    {...(inPlace && { 'hx-post': '/projects', 'hx-target': '#new-project', 'hx-swap': 'innerHTML' })}
  >
    <ProjectFields values={values} draft={draft} clients={clients} idPrefix="new-project" isNew />
    <Actions>
      <Button variant="primary">Add project</Button>
      <LinkButton variant="quiet" href="/projects">
        Cancel
      </LinkButton>
    </Actions>
  </EditForm>
)
