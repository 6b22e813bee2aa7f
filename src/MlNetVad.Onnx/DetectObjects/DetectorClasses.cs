using System.Globalization;

namespace MlNetVad.Onnx.DetectObjects;

/// <summary>The classes of a detector, and which of them are wanted.</summary>
internal sealed class DetectorClasses
{
    private readonly bool[]? _wanted;

    private DetectorClasses(IReadOnlyList<string> names, bool[]? wanted)
    {
        Names = names;
        _wanted = wanted;
    }

    /// <summary>The names by id.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Whether boxes of this class are kept.</summary>
    public bool Wants(int id) => _wanted is null || _wanted[id];

    /// <summary>The classes of a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="options">The file of names and the wanted classes, where they are given.</param>
    /// <exception cref="VadException">There is another number of names than classes, or a wanted class is not there.</exception>
    public static DetectorClasses Of(DetectorNetwork network, ObjectDetectionEstimator.Options options)
    {
        string file = network.File.Name;
        int? count = network.Layout.Classes > 0 ? network.Layout.Classes : null;
        IReadOnlyList<string> names = options.ClassNamesPath is { } path ? Read(path, count, file)
            : network.ClassNames is { } own ? Own(own, count, file)
            : count is null ? throw new VadException($"'{file}' does not say which classes it has, and its output does not show it; give a file with their names, ClassNamesPath.")
            : count == CocoClasses.Names.Count ? CocoClasses.Names
            : [.. Enumerable.Range(0, count.Value).Select(id => $"class {id}")];
        return new DetectorClasses(names, Choose(options.Classes, names, file));
    }

    private static string[] Own(string[] names, int? count, string network) => count is null || names.Length == count
        ? names
        : throw new VadException($"'{network}' names {names.Length} class{(names.Length == 1 ? "" : "es")} in its metadata, but its output has {Counted.Of(count.Value, "number")} a box where their scores are expected; it is no plain box detector, or Format is another.");

    /// <summary>The wanted classes in words.</summary>
    public override string ToString()
    {
        const int Shown = 12;
        string[] kept = [.. Names.Where((_, id) => Wants(id))];
        string list = string.Join(", ", kept.Take(Shown)) + (kept.Length > Shown ? ", …" : "");
        return _wanted is null ? $"all {Names.Count}: {list}" : $"{kept.Length} of {Names.Count}: {list}";
    }

    /// <summary>Writes them.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(Names.Count);
        writer.Write(_wanted is not null);
        for (int id = 0; id < Names.Count; id++)
        {
            writer.Write(Names[id]);
            writer.Write(Wants(id));
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static DetectorClasses Read(BinaryReader reader)
    {
        int count = reader.ReadInt32();
        bool some = reader.ReadBoolean();
        var names = new string[count];
        var wanted = new bool[count];
        for (int id = 0; id < count; id++)
        {
            names[id] = reader.ReadString();
            wanted[id] = reader.ReadBoolean();
        }

        return new DetectorClasses(names, some ? wanted : null);
    }

    private static string[] Read(string path, int? count, string network)
    {
        string[] names;
        try
        {
            names = [.. File.ReadAllLines(path).Select(line => line.Trim()).Where(line => line.Length > 0)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VadException($"ClassNamesPath '{path}' cannot be read ({e.Message.Split('\n')[0].TrimEnd('.')}); give a text file with one class name a line.", e);
        }

        return names.Length > 0 && (count is null || names.Length == count)
            ? names
            : throw new VadException($"ClassNamesPath '{path}' has {Counted.Of(names.Length, "name")}, but '{network}' has {(count is null ? "some" : $"{count}")} class{(count == 1 ? "" : "es")}; give one name a line, in the network's order.");
    }

    private static bool[]? Choose(string? wanted, IReadOnlyList<string> names, string network)
    {
        if (wanted is null)
        {
            return null;
        }

        var chosen = new bool[names.Count];
        foreach (string word in wanted.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            int id = Find(word, names);
            chosen[id >= 0 ? id : throw Unknown(word, names, network)] = true;
        }

        return chosen.Contains(true) ? chosen : throw new VadException("Classes is empty; give names or ids with commas between them, or nothing for all.");
    }

    private static int Find(string word, IReadOnlyList<string> names)
    {
        for (int id = 0; id < names.Count; id++)
        {
            if (names[id].Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return id;
            }
        }

        return int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number < names.Count ? number : -1;
    }

    private static VadException Unknown(string word, IReadOnlyList<string> names, string network)
    {
        const int Shown = 8;
        string[] near = [.. names.Where(n => n.Contains(word, StringComparison.OrdinalIgnoreCase) || word.Contains(n, StringComparison.OrdinalIgnoreCase)).Take(Shown)];
        string known = near.Length > 0 ? $"did you mean {string.Join(" or ", near.Select(n => $"'{n}'"))}?" : $"it knows {string.Join(", ", names.Take(Shown))}{(names.Count > Shown ? ", …" : "")} and ids from 0 to {names.Count - 1}.";
        return new VadException($"'{network}' has no class '{word}'; {known}");
    }
}
