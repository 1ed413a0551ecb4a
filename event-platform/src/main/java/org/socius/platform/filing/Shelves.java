package org.socius.platform.filing;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.socius.platform.command.Actor;
import org.socius.platform.web.ResourceReader;

/**
 * The resources of a service that documents may belong to.
 *
 * @param staff roles that see who added a document
 * @param shelves one for each kind of resource
 */
public record Shelves(Set<String> staff, List<Shelf> shelves) {

    private static final String API = "/api/v1";

    public Shelves {
        staff = Set.copyOf(staff);
        shelves = List.copyOf(shelves);
    }

    /**
     * A kind of resource that documents may belong to.
     *
     * @param path below the root of the API, such as {@code /lamps/{id}/bulbs/{n}}; the first
     *     variable is the id of the record, whose key seals the documents
     * @param owners reads a resource by the values of the variables, with slashes between them
     * @param sight whether a caller that may read the resource (under the same id) reads its
     *     documents
     * @param adders the roles of those who may add a document, as far as they may read the resource
     */
    public record Shelf(
            String path,
            ResourceReader owners,
            BiPredicate<String, Actor> sight,
            Set<String> adders) {

        public Shelf {
            adders = Set.copyOf(adders);
        }

        /** Who reads the resource reads its documents. */
        public Shelf(String path, ResourceReader owners, String... adders) {
            this(path, owners, (_, _) -> true, Set.of(adders));
        }

        private Optional<Place> place(String address) {
            Matcher found =
                    Pattern.compile(path.replaceAll("\\{[^}]+}", "([A-Za-z0-9-]{1,64})"))
                            .matcher(
                                    address.startsWith(API + "/")
                                            ? address.substring(API.length())
                                            : address);
            return found.matches()
                    ? Optional.of(
                            new Place(
                                    this,
                                    IntStream.rangeClosed(1, found.groupCount())
                                            .mapToObj(found::group)
                                            .toList(),
                                    API + found.group()))
                    : Optional.empty();
        }
    }

    /**
     * One resource that documents may belong to; whether there is one, its reader knows.
     *
     * @param address in full, as it is shown
     */
    record Place(Shelf shelf, List<String> ids, String address) {

        /** By which the resource is read. */
        String id() {
            return String.join("/", ids);
        }

        String record() {
            return ids.getFirst();
        }

        boolean isKnownTo(Actor caller) {
            return shelf.owners().read(id(), caller).isPresent();
        }

        boolean isOpenTo(Actor caller) {
            return isKnownTo(caller) && shelf.sight().test(id(), caller);
        }
    }

    /**
     * @param address with or without the root of the API
     * @return empty if documents do not belong to such resources
     */
    Optional<Place> find(String address) {
        return shelves.stream().flatMap(shelf -> shelf.place(address).stream()).findFirst();
    }

    /** The roles that may add a document to something. */
    Set<String> adders() {
        return shelves.stream()
                .flatMap(shelf -> shelf.adders().stream())
                .collect(Collectors.toSet());
    }

    /** For people: the paths that documents belong to. */
    String paths() {
        return shelves.stream().map(Shelf::path).collect(Collectors.joining(", "));
    }
}
