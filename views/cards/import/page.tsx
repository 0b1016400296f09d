import { contentLimit } from '../../../functions/plans/schema'
import { filesLimit } from '../../../functions/plans/uploaded-documents'
import { Actions, Button, Cancel } from '../../ui/button'
import { Field, type Option, Select } from '../../ui/field'
import { EditForm, ErrorSummary } from '../../ui/form'

const sample = `## Card 1
**Q**: to be (permanent)
**A**: ser
**Tags**: verb`

type Props = { plans: Option[]; plan: string; errors?: string[]; text?: string }

/** `/cards/import` */
export const ImportPage = ({ plans, plan, errors, text }: Props) => (
  <EditForm label="Import cards" action="/cards/import">
    <ErrorSummary errors={errors} />
    <Field
      label="Files"
      name="files"
      type="file"
      accept=".md,.markdown,.txt,.csv,.tsv,text/markdown,text/plain"
      multiple
      hint={`Cards files or Anki’s text export, up to ${filesLimit} of ${contentLimit / 1024} KB. You’ll see a preview first.`}
    />
    <Field
      label="Or paste cards"
      name="text"
      type="textarea"
      rows={12}
      value={text}
      placeholder={sample}
      spellcheck={false}
      dir="auto"
    />
    <Select
      label="Plan"
      name="plan"
      value={plan}
      options={[{ value: '', label: 'No plan' }, ...plans]}
      hint="A file named after a plan, such as spanish.cards.md, goes to that plan."
    />
    <Actions>
      <Button variant="primary">Preview</Button>
      <Cancel href="/cards" />
    </Actions>
  </EditForm>
)
