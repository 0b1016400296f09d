import { plural } from '../../functions/lib/format'
import { type ImportPlan, type ImportValues, isEmpty, summaryOf } from '../../functions/skills/import/plan'
import type { ReadImport } from '../../functions/skills/import/read'
import { categoryNames, levelNames } from '../../functions/skills/list'
import { Actions, Button, LinkButton } from '../ui/button'
import { Faults } from '../ui/faults'
import { optionsOf, Select } from '../ui/field'
import { Fields } from '../ui/form'
import { PlainRow, RowList, Section } from '../ui/section'
import { UploadForm } from '../ui/upload-form'
import { levelOptions } from './form'
import { LevelMeter } from './page'

const sample = `TypeScript: proficient
SQL, 3
Public speaking (soft skill): 2`

/** `/skills/import` */
export const ImportPage = ({ text, level, category, errors }: ImportValues & { errors?: string[] }) => (
  <UploadForm
    label="Import skills"
    action="/skills/import"
    cancel="/skills"
    errors={errors}
    isTextFirst
    text={{
      label: 'Paste a list',
      rows: 10,
      value: text,
      placeholder: sample,
      hint: 'One skill a line. Put a level after a colon where you like, as 1 to 5 or by its name',
    }}
    file={{
      label: 'Or choose a file',
      accept: '.csv,.txt,.md,text/csv,text/plain',
      hint: 'Such a list, or CSV of projects with the columns name, classification, languages and status. You’ll see a preview first.',
    }}
  >
    <Fields>
      <Select label="Level of lines without one" name="level" value={level} options={levelOptions} />
      <Select label="Category" name="category" value={category} options={optionsOf(categoryNames)} />
    </Fields>
  </UploadForm>
)

const Skills = ({ plan: { newSkills } }: { plan: ImportPlan }) =>
  newSkills.length > 0 && (
    <Section id="new-skills" title="New skills" summary={newSkills.length}>
      <RowList
        small
        rows={newSkills}
        item={({ name, level, category, projects = [] }) => (
          <PlainRow
            name={name}
            parts={[
              <>
                <LevelMeter level={level} /> {levelNames[level]}
              </>,
              categoryNames[category],
              projects.length > 0 && plural(projects.length, 'project'),
            ]}
          />
        )}
      />
    </Section>
  )

const Projects = ({ plan: { newProjects } }: { plan: ImportPlan }) =>
  newProjects.length > 0 && (
    <Section id="new-projects" title="New projects" summary={newProjects.length}>
      <RowList
        small
        rows={newProjects}
        item={({ name, classification, status, languages }) => (
          <PlainRow name={name} parts={[classification, status === 'inactive' && 'archived', languages.join(', ')]} />
        )}
      />
    </Section>
  )

const Linked = ({ plan: { linked } }: { plan: ImportPlan }) =>
  linked.length > 0 && (
    <Section id="linked-skills" title="Skills with new projects" summary={linked.length}>
      <RowList
        small
        rows={linked}
        item={({ name, projects }) => <PlainRow name={name} parts={[`+ ${plural(projects.length, 'project')}`]} />}
      />
    </Section>
  )

type Props = { read: ReadImport; plan: ImportPlan; values: ImportValues }

export const PreviewPage = ({ read, plan, values }: Props) => {
  const { skills, projects } = plan.known
  const known = [skills > 0 && plural(skills, 'skill'), projects > 0 && plural(projects, 'project')].filter(Boolean)
  return (
    <>
      <Faults faults={read.faults} tone="warning" />
      {isEmpty(plan) && <p>There is nothing new in it.</p>}
      {known.length > 0 && <p class="hint">You already have {known.join(' and ')} of it. Those stay as they are.</p>}
      <Skills plan={plan} />
      <Projects plan={plan} />
      <Linked plan={plan} />
      <form method="post" action="/skills/import/confirm" enctype="multipart/form-data">
        <input type="hidden" name="text" value={values.text} />
        <input type="hidden" name="level" value={values.level} />
        <input type="hidden" name="category" value={values.category} />
        <Actions>
          {!isEmpty(plan) && <Button variant="primary">Import {summaryOf(plan)}</Button>}
          <LinkButton href="/skills/import">Change the list</LinkButton>
        </Actions>
      </form>
    </>
  )
}
