import type { PreviewPaths, UploadDraft } from '../../../functions/imports/read'
import {
  type ImportPlan,
  type ImportValues,
  isEmptyImport,
  skillImportSummary,
} from '../../../functions/learning/skills/import/plan'
import type { ReadImport } from '../../../functions/learning/skills/import/read'
import { categoryNames, levelNames } from '../../../functions/learning/skills/schema'
import { plural } from '../../../functions/lib/text/format'
import { Confirm } from '../../changes/preview'
import { PreviewRows, UploadForm } from '../../imports/page'
import { optionsOf, Select } from '../../ui/field'
import { DocumentErrors, Fields } from '../../ui/form'
import { PlainRow, Stack } from '../../ui/section'
import { LevelMeter } from './page'

const sample = `TypeScript: proficient
SQL, 3
Public speaking (soft skill): 2`

type PageProps = { values: Pick<ImportValues, 'level' | 'category'>; draft?: UploadDraft }

/** `/skills/import` */
export const SkillImportPage = ({ values: { level, category }, draft }: PageProps) => (
  <UploadForm
    label="Import skills"
    action="/skills/import"
    draft={draft}
    isTextFirst
    text={{
      label: 'Paste a list',
      rows: 10,
      placeholder: sample,
      hint: 'One skill per line. You can add a level after a colon, as 1 to 5 or by name',
    }}
    file={{
      label: 'Or choose a file',
      accept: '.csv,.txt,.md,text/csv,text/plain',
      hint: 'A list like this, or a CSV of projects with the columns name, classification, languages and status. You’ll see a preview first.',
    }}
  >
    <Fields>
      <Select label="Level for lines without one" name="level" value={level} options={optionsOf(levelNames)} />
      <Select label="Category" name="category" value={category} options={optionsOf(categoryNames)} />
    </Fields>
  </UploadForm>
)

type Props = PreviewPaths & { read: ReadImport; plan: ImportPlan; values: ImportValues }

/** Preview of an import of skills. */
export const SkillPreviewPage = ({ read, plan, values, confirm, again }: Props) => {
  const { skills, projects } = plan.known
  const known = [skills > 0 && plural(skills, 'skill'), projects > 0 && plural(projects, 'project')].filter(Boolean)
  return (
    <>
      <Stack>
        <DocumentErrors faults={read.faults} tone="warning" />
        {isEmptyImport(plan) && <p>It has nothing new.</p>}
        {known.length > 0 && <p class="hint">You already have {known.join(' and ')} of these. They don’t change.</p>}
        <Confirm
          action={confirm}
          fields={Object.entries(values)}
          isLong
          button={!isEmptyImport(plan) && `Import ${skillImportSummary(plan)}`}
          again={{ href: again, label: 'Change the list' }}
        />
      </Stack>
      <PreviewRows
        id="new-skills"
        title="New skills"
        rows={plan.newSkills}
        small
        item={({ name, level, category, projects: of = [] }) => (
          <PlainRow
            name={name}
            parts={[
              <>
                <LevelMeter level={level} /> {levelNames[level]}
              </>,
              categoryNames[category],
              of.length > 0 && plural(of.length, 'project'),
            ]}
          />
        )}
      />
      <PreviewRows
        id="new-projects"
        title="New projects"
        rows={plan.newProjects}
        small
        item={({ name, classification, status, languages }) => (
          <PlainRow name={name} parts={[classification, status === 'inactive' && 'archived', languages.join(', ')]} />
        )}
      />
      <PreviewRows
        id="linked-skills"
        title="Skills with new projects"
        rows={plan.linked}
        small
        item={({ name, projects: of }) => <PlainRow name={name} parts={[`+ ${plural(of.length, 'project')}`]} />}
      />
    </>
  )
}
