/** Keywords of a schema, by what their value is. */
export const schemaKeywords: Readonly<
  Record<'branch' | 'branches' | 'part' | 'map' | 'leaf' | 'data' | 'annotation', readonly string[]>
> = {
  /** One schema for the same value. */
  branch: ['not', 'if', 'then', 'else'],
  /** A list of schemas for the same value. */
  branches: ['allOf', 'anyOf', 'oneOf'],
  /** One schema for a part of the value. */
  part: ['items', 'additionalProperties', 'contains', 'propertyNames', 'unevaluatedItems', 'unevaluatedProperties'],
  /**
   * Free names to schemas, and around schemas to what holds some, such as the response `default`: a name such as `default` is no keyword
   * there.
   */
  map: 'properties patternProperties dependentSchemas $defs definitions schemas responses headers parameters'.split(
    ' ',
  ),
  /** What judges a value without a schema inside (JSON Schema 2020-12, Validation). */
  leaf: 'type enum const format multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern maxItems minItems uniqueItems maxContains minContains maxProperties minProperties required dependentRequired'.split(
    ' ',
  ),
  /** Data: a `$ref` inside is a member like any other. */
  data: ['const', 'default', 'enum', 'example', 'examples'],
  /** Words of OpenAPI and JSON Schema that judge nothing. */
  annotation:
    '$comment default deprecated description discriminator example examples externalDocs readOnly title writeOnly xml'.split(
      ' ',
    ),
}
