import { categoryName } from '../../functions/goals/labels'
import { type CategoryForm, categoryLimit } from '../../functions/goals/schema'
import type { Draft } from '../../functions/lib/form'
import { Button } from '../ui/button'
import { drafted } from '../ui/draft'
import { Field } from '../ui/field'

type Props = { category: string; draft?: Draft<CategoryForm> }

export const CategoryFields = ({ category, draft }: Props) => {
  const field = drafted({ category, name: categoryName(category) }, draft, 'category')
  return (
    <form class="toolbar" method="post" action="/goals/categories" aria-label="Rename category">
      <input type="hidden" name="category" value={category} />
      <Field
        label="Category name"
        required
        maxlength={categoryLimit}
        dir="auto"
        autocomplete="off"
        hint="Applies to all goals in it. Enter Personal to remove the category."
        {...field('name')}
      />
      <Button>Rename category</Button>
    </form>
  )
}

/** Below the list of one category. */
export const RenameCategory = ({ category }: { category: string }) => (
  <details class="section">
    <summary class="link">Rename this category</summary>
    <CategoryFields category={category} />
  </details>
)
