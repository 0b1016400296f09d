import { contentLimit } from '../../../functions/plans/schema'
import { filesLimit } from '../../../functions/plans/uploaded-documents'
import { type Option, Select } from '../../ui/field'
import { UploadForm } from '../../ui/upload-form'

const sample = `## Card 1
**Q**: to be (permanent)
**A**: ser
**Tags**: verb`

type Props = { plans: Option[]; plan: string; errors?: string[]; text?: string }

/** `/cards/import` */
export const ImportPage = ({ plans, plan, errors, text }: Props) => (
  <UploadForm
    label="Import cards"
    action="/cards/import"
    cancel="/cards"
    errors={errors}
    file={{
      label: 'Files',
      accept: '.md,.markdown,.txt,.csv,.tsv,text/markdown,text/plain',
      multiple: true,
      hint: `Cards files or Anki’s text export, up to ${filesLimit} of ${contentLimit / 1024} KB. You’ll see a preview first.`,
    }}
    text={{ label: 'Or paste cards', rows: 12, value: text, placeholder: sample }}
  >
    <Select
      label="Plan"
      name="plan"
      value={plan}
      options={[{ value: '', label: 'No plan' }, ...plans]}
      hint="A file named after a plan, such as spanish.cards.md, goes to that plan."
    />
  </UploadForm>
)
