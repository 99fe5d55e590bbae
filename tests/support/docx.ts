import { fromBuffer, type Entry, type ZipFile } from 'yauzl';

/** Parts of an archive by their names. */
export async function unzipped(bytes: Uint8Array): Promise<ReadonlyMap<string, Buffer>> {
	const archive = await new Promise<ZipFile>((resolve, reject) => {
		fromBuffer(Buffer.from(bytes), { lazyEntries: true }, (error, opened) =>
			error ? reject(error) : resolve(opened)
		);
	});
	const parts = new Map<string, Buffer>();
	return new Promise((resolve, reject) => {
		archive.on('entry', (entry: Entry) => {
			archive.openReadStream(entry, (error, stream) => {
				if (error) return reject(error);
				const chunks: Buffer[] = [];
				stream.on('data', (chunk: Buffer) => chunks.push(chunk));
				stream.on('end', () => {
					parts.set(entry.fileName, Buffer.concat(chunks));
					archive.readEntry();
				});
			});
		});
		archive.on('end', () => resolve(parts));
		archive.on('error', reject);
		archive.readEntry();
	});
}

/** What a document says: its paragraphs, a line each. */
export async function docxText(bytes: Uint8Array): Promise<string> {
	const parts = await unzipped(bytes);
	const xml = parts.get('word/document.xml')?.toString() ?? '';
	return xml
		.replace(/<\/w:p>/g, '\n')
		.replace(/<w:instrText[^>]*>[^<]*<\/w:instrText>/g, '')
		.replace(/<[^>]+>/g, '')
		.replaceAll('&lt;', '<')
		.replaceAll('&gt;', '>')
		.replaceAll('&quot;', '"')
		.replaceAll('&apos;', "'")
		.replaceAll('&amp;', '&');
}
