/** Where secrets are kept under a name. */
export interface SecretStore {
  /** Throws where there is none, or where it may not or can't be read. */
  read(name: string): Promise<string>;
}
