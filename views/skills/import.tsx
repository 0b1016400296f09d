import type { ImportValues } from '../../functions/skills/import/plan'
import { categoryNames } from '../../functions/skills/words'
import { Actions, Button, Cancel } from '../ui/button'
import { Field, optionsOf, Select } from '../ui/field'
import { EditForm, ErrorSummary, Fields } from '../ui/form'
import { levelOptions } from './form'

const sample = `TypeScript: proficient
SQL, 3
Public speaking (soft skill): 2`

/** `/skills/import` */
export const ImportPage = ({ text, level, category, errors }: ImportValues & { errors?: string[] }) => (
  <EditForm label="Import skills" action="/skills/import">
    <ErrorSummary errors={errors} />
    <Field
      label="Paste a list"
      name="text"
      type="textarea"
      rows={10}
      value={text}
      placeholder={sample}
      spellcheck={false}
      dir="auto"
      hint="One skill a line. Put a level after a colon where you like, as 1 to 5 or by its name"
    />
    <Field
      label="Or choose a file"
      name="file"
      type="file"
      accept=".csv,.txt,.md,text/csv,text/plain"
      hint="Such a list, or CSV of projects with the columns name, classification, languages and status. You’ll see a preview first."
    />
    <Fields>
      <Select label="Level of lines without one" name="level" value={level} options={levelOptions} />
      <Select label="Category" name="category" value={category} options={optionsOf(categoryNames)} />
    </Fields>
    <Actions>
      <Button variant="primary">Preview</Button>
      <Cancel href="/skills" />
    </Actions>
  </EditForm>
)
