import { Field, type Option, type OptionGroup, Select } from '../../ui/field'

type FieldProps = { name: string; idPrefix?: string; value?: string; errors?: string[] }

/** A plan or a chunk of it; nothing where there are no plans. */
export const PlanField = ({ groups, field }: { groups: OptionGroup[]; field: FieldProps }) =>
  groups.length > 0 || field.errors ? (
    <Select label="Plan" options={[{ value: '', label: 'No plan' }]} groups={groups} {...field} />
  ) : null

/** A task; nothing where there are none. */
export const TaskField = ({ tasks, field }: { tasks: Option[]; field: FieldProps }) =>
  tasks.length > 1 || field.errors ? <Select label="Task" options={tasks} {...field} /> : null

export const ArtifactsField = ({ field }: { field: FieldProps }) => (
  <Field label="Artifacts" type="textarea" rows={2} wide hint="Links or paths, one a line" dir="auto" {...field} />
)
