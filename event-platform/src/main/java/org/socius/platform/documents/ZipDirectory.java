package org.socius.platform.documents;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The list of contents at the end of a ZIP file. Nothing is unpacked: what it would unpack to, and
 * where, is judged by the list, and a file that holds anything beside what the list says is none.
 *
 * @see <a href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">APPNOTE.TXT 4.3</a>
 */
final class ZipDirectory {

    private static final int END_SIGNATURE = 0x06054b50;
    private static final int ENTRY_SIGNATURE = 0x02014b50;
    private static final int END_BYTES = 22;
    private static final int ENTRY_BYTES = 46;
    private static final int MOST_ENTRIES = 5_000;
    private static final long MOST_UNPACKED = 300L << 20;

    /** A part that would grow more than this, beyond the first MiB, is there to do harm. */
    private static final long MOST_GROWTH = 200;

    private static final long NO_MATTER = 1 << 20;
    private static final int SYMBOLIC_LINK = 0xA000;
    private static final int FILE_KIND = 0xF000;

    private ZipDirectory() {}

    /**
     * The names in the list; null if this is no sound ZIP file.
     *
     * @param tail the last bytes of the file, all of it or at least a MiB
     * @param size of the whole file
     */
    static @Nullable Set<String> names(byte[] tail, long size) {
        if (tail.length < END_BYTES) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN);
        int end = tail.length - END_BYTES;
        long before = size - tail.length;
        int entries = Short.toUnsignedInt(bytes.getShort(end + 10));
        long length = Integer.toUnsignedLong(bytes.getInt(end + 12));
        long offset = Integer.toUnsignedLong(bytes.getInt(end + 16));
        boolean sound =
                bytes.getInt(end) == END_SIGNATURE
                        && bytes.getInt(end + 4) == 0
                        && Short.toUnsignedInt(bytes.getShort(end + 8)) == entries
                        && bytes.getShort(end + 20) == 0
                        && entries <= MOST_ENTRIES
                        && offset + length == before + end
                        && offset >= before;
        return sound ? names(bytes, Math.toIntExact(offset - before), end, entries, offset) : null;
    }

    private static @Nullable Set<String> names(
            ByteBuffer bytes, int from, int to, int entries, long listAt) {
        Set<String> names = new HashSet<>();
        long unpacked = 0;
        long first = Long.MAX_VALUE;
        int at = from;
        for (int i = 0; i < entries; i++) {
            if (at + ENTRY_BYTES > to || bytes.getInt(at) != ENTRY_SIGNATURE) {
                return null;
            }
            boolean encrypted = (bytes.getShort(at + 8) & 1) != 0;
            int method = Short.toUnsignedInt(bytes.getShort(at + 10));
            long packed = Integer.toUnsignedLong(bytes.getInt(at + 20));
            long plain = Integer.toUnsignedLong(bytes.getInt(at + 24));
            int name = Short.toUnsignedInt(bytes.getShort(at + 28));
            int more =
                    Short.toUnsignedInt(bytes.getShort(at + 30))
                            + Short.toUnsignedInt(bytes.getShort(at + 32));
            int mode = bytes.getInt(at + 38) >>> 16;
            long begins = Integer.toUnsignedLong(bytes.getInt(at + 42));
            if (at + ENTRY_BYTES + name > to) {
                return null;
            }
            byte[] text = new byte[name];
            bytes.get(at + ENTRY_BYTES, text);
            unpacked += plain;
            first = Math.min(first, begins);
            boolean sound =
                    !encrypted
                            && (method == 0 || method == 8)
                            && begins + packed <= listAt
                            && (plain <= NO_MATTER || plain <= packed * MOST_GROWTH)
                            && unpacked <= MOST_UNPACKED
                            && (mode & FILE_KIND) != SYMBOLIC_LINK;
            String entry = new String(text, StandardCharsets.UTF_8);
            if (!sound || leadsOutside(entry) || !names.add(entry)) {
                return null;
            }
            at += ENTRY_BYTES + name + more;
        }
        return at == to && first == 0 ? names : null;
    }

    private static boolean leadsOutside(String name) {
        return name.isEmpty()
                || name.startsWith("/")
                || name.indexOf('\\') >= 0
                || name.indexOf(':') >= 0
                || name.indexOf(0) >= 0
                || ("/" + name + "/").contains("/../");
    }
}
