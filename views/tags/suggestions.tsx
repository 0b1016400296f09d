/** What a field of tags can hold next: the options of its datalist. */
export const Suggestions = ({ values }: { values: string[] }) => (
  <>
    {values.map((value) => (
      <option value={value} />
    ))}
  </>
)
