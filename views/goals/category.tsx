import { categoryName } from '../../functions/goals/labels'
import { type CategoryForm, categoryLimit, newGoalValues } from '../../functions/goals/schema'
import type { Draft } from '../../functions/lib/form'
import { Button } from '../ui/button'
import { drafted } from '../ui/draft'
import { Field } from '../ui/field'
import { ErrorSummary } from '../ui/form'

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
        hint="Applies to all goals in it. The name of another category merges both."
        {...field('name')}
      />
      <Button>Rename category</Button>
    </form>
  )
}

const goalsGo = (category: string) =>
  category === newGoalValues.category ? 'have no category then' : 'move to Personal, or have none if you removed that'

export const RemoveCategory = ({ category, errors }: { category: string; errors?: string[] }) => (
  <form class="toolbar" method="post" action="/goals/categories/remove" aria-label="Remove category">
    <ErrorSummary errors={errors} />
    <input type="hidden" name="category" value={category} />
    <p class="hint">If you remove the category, its goals {goalsGo(category)}.</p>
    <Button variant="danger">Remove category</Button>
  </form>
)

/** Below the list of one category. */
export const EditCategory = ({ category }: { category: string }) => (
  <details class="section">
    <summary class="link">Rename or remove this category</summary>
    <CategoryFields category={category} />
    <RemoveCategory category={category} />
  </details>
)
