using System.Security.Cryptography;

namespace MlNetVad.Persistence;

/// <summary>
/// A file that a component runs: a network or a vocabulary. A small one travels inside the saved model; a large one stays
/// where it is and is known by its path, or its package (<see cref="PackageFile"/>), and its SHA-256, which is checked when the
/// model is loaded.
/// </summary>
/// <param name="FullPath">Where the file was when the component was made, or the package that brings it.</param>
/// <param name="Sha256">The hash of its bytes, lower-case hexadecimal.</param>
/// <param name="Bytes">Its bytes, or null for a file that stays where it is.</param>
internal sealed record ModelFile(string FullPath, string Sha256, byte[]? Bytes)
{
    /// <summary>Files up to this size are embedded, 32 MiB: a saved model holds them as text.</summary>
    public const long EmbeddedLimit = 32L << 20;

    /// <summary>Names the environment variable with the folder that is searched for files that are not where their path says.</summary>
    public const string FolderVariable = "MLNETVAD_MODELS";

    // large networks keep their weights beside the graph
    private static readonly string[] SidecarSuffixes = ["_data", ".data"];

    /// <summary>The file's name, for messages.</summary>
    public string Name => Package?.Name ?? Path.GetFileName(FullPath);

    /// <summary>Where it can be opened as a file; null where it is in the model, or within an assembly of its package.</summary>
    /// <exception cref="VadException">A referenced file moved or changed.</exception>
    public string? OnDisk => Bytes is not null ? null : Package is { } package ? package.Require(Sha256) : Resolve();

    private PackageFile? Package => PackageFile.Of(FullPath);

    /// <summary>Reads and hashes a file.</summary>
    /// <param name="path">The file, also one of a package.</param>
    /// <param name="what">What it should be, for the message: "the detector".</param>
    /// <param name="embeddedLimit">Up to how many bytes it is embedded; a package's file only where this is above <see cref="EmbeddedLimit"/>.</param>
    /// <exception cref="VadException">It is missing or unreadable.</exception>
    public static ModelFile Open(string path, string what, long embeddedLimit = EmbeddedLimit)
    {
        if (PackageFile.Of(path) is { } package)
        {
            return new ModelFile(path, package.Sha256(), embeddedLimit > EmbeddedLimit ? package.Read() : null);
        }

        string full = Candidates(path).FirstOrDefault(File.Exists)
            ?? throw new VadException(
                $"{Sentence(what)} '{path}' is not there; give the path of the file, or put it into a folder that {FolderVariable} names ('mlnetvad models' lists what a config needs and how to get it).");

        try
        {
            bool embedded = new FileInfo(full).Length <= embeddedLimit && !Sidecars(full).Any();
            byte[]? bytes = embedded ? File.ReadAllBytes(full) : null;
            return new ModelFile(full, bytes is null ? FileHash.Of(full) : Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VadException($"{Sentence(what)} '{path}' cannot be read: {e.Message.Split('\n')[0]}", e);
        }
    }

    /// <summary>The places where a file is looked for, in order: its path, and its name in the folder of models.</summary>
    public static IReadOnlyList<string> Candidates(string path)
    {
        string full = Path.GetFullPath(path);
        return Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } folder
            ? [full, Path.Combine(Path.GetFullPath(folder), Path.GetFileName(full))]
            : [full];
    }

    private string Resolve()
    {
        string? changed = null;
        foreach (string candidate in Candidates(FullPath).Where(File.Exists))
        {
            if (FileHash.Of(candidate) == Sha256)
            {
                return candidate;
            }

            changed ??= candidate;
        }

        throw new VadException(changed is not null
            ? $"'{changed}' is not the file that the model was trained with (SHA-256 {FileHash.Of(changed)[..12]}…, expected {Sha256[..12]}…); bring that file back, or train again."
            : $"The model needs '{Name}' (SHA-256 {Sha256[..12]}…), which is not at {string.Join(" nor at ", Candidates(FullPath).Select(c => $"'{c}'"))}; put it there, or into a folder that {FolderVariable} names.");
    }

    /// <summary>Its bytes, from inside the model, the file or the package's assembly.</summary>
    /// <exception cref="VadException">A referenced file moved or changed.</exception>
    public byte[] Read() => Bytes ?? (OnDisk is { } path ? File.ReadAllBytes(path) : Package!.Read());

    /// <summary>Writes it into a component's payload.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(FullPath);
        writer.Write(Sha256);
        writer.Write(Bytes?.Length ?? -1);
        writer.Write(Bytes ?? []);
    }

    /// <summary>Reads what <see cref="Write"/> wrote; a referenced file is checked at once.</summary>
    /// <exception cref="VadException">A referenced file moved or changed.</exception>
    public static ModelFile Read(BinaryReader reader)
    {
        string path = reader.ReadString();
        string hash = reader.ReadString();
        int length = reader.ReadInt32();
        var file = new ModelFile(path, hash, length < 0 ? null : reader.ReadBytes(length));
        if (file.Bytes is null)
        {
            _ = file.OnDisk;
        }
        else if (Convert.ToHexStringLower(SHA256.HashData(file.Bytes)) != hash)
        {
            throw new FormatException($"'{file.Name}' in it does not have the recorded SHA-256");
        }

        return file;
    }

    /// <summary>In words, for <c>mlnetvad inspect</c>.</summary>
    public override string ToString() =>
        $"{Name}, SHA-256 {Sha256[..12]}…, {(Bytes is not null ? $"embedded, {Bytes.Length:N0} bytes" : Package is { } package ? $"of the package {package.Package} {package.Version}" : $"at {FullPath}")}";

    /// <summary>The files of weights that belong to a network's file.</summary>
    internal static IEnumerable<string> Sidecars(string path) => SidecarSuffixes.Select(suffix => path + suffix).Where(File.Exists);

    private static string Sentence(string what) => char.ToUpperInvariant(what[0]) + what[1..];
}
