// Apart from page.ts: what orgmock's types are made of may not need those of express.

/** The files of the page by name, such as `app.js` and `reference/swagger-ui.css`. Neither names nor files are read before they are asked for. */
export type PageFiles = () => Promise<ReadonlyMap<string, () => Promise<Uint8Array>>>
