
namespace MlNetVad.Persistence;

/// <summary>A file that a component must be given: a network, a vocabulary, captions.</summary>
/// <param name="Option">The option that names it, such as <c>ModelPath</c>.</param>
/// <param name="Role">What it is, such as "the object detector".</param>
/// <param name="Path">Where it should be; empty where the option is not set.</param>
/// <param name="HowToGet">Where such a file comes from, in a sentence.</param>
public sealed record NeededFile(string Option, string Role, string Path, string HowToGet)
{
    /// <summary>The places where it is looked for, in order.</summary>
    public IReadOnlyList<string> Candidates => Path.Length == 0 ? [] : PackageFile.Of(Path)?.Candidates ?? ModelFile.Candidates(Path);

    /// <summary>Where it is, or null.</summary>
    public string? Found => Candidates.FirstOrDefault(File.Exists);

    /// <summary>Refuses options that leave a path out.</summary>
    /// <exception cref="VadException">A path is empty.</exception>
    internal static void CheckSet(IEnumerable<NeededFile> files)
    {
        if (files.FirstOrDefault(file => file.Path.Length == 0) is { } missing)
        {
            throw new VadException($"{missing.Option} is not set; it names {missing.Role}: {missing.HowToGet}.");
        }
    }

    /// <summary>The SHA-256 of its bytes, and of the weights beside it, lower-case hexadecimal; null where it is not there.</summary>
    /// <exception cref="VadException">The file cannot be read.</exception>
    public string? Sha256()
    {
        try
        {
            return Found is { } found ? PackageFile.Of(Path)?.Sha256() ?? FileHash.Of(found) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VadException($"'{Found}' cannot be read: {e.Message.Split('\n')[0]}", e);
        }
    }
}

/// <summary>Options that name files.</summary>
public interface INeedsFiles
{
    /// <summary>The files, in the order in which they are used.</summary>
    IReadOnlyList<NeededFile> NeededFiles();
}
