namespace MlNetVad.Persistence;

/// <summary>
/// A file that a NuGet package copies beside the program, written <c>nuget:PACKAGE/VERSION/FILE</c>, or a resource of such an
/// assembly, written <c>nuget:PACKAGE/VERSION/ASSEMBLY!RESOURCE</c>.
/// </summary>
/// <param name="Package">The package.</param>
/// <param name="Version">The version whose file is meant, for messages: what decides is the file's SHA-256.</param>
/// <param name="File">The path beside the program.</param>
/// <param name="Resource">What is meant within the file, an assembly; null for the file itself.</param>
internal sealed record PackageFile(string Package, string Version, string File, string? Resource)
{
    private const string Scheme = "nuget:";

    /// <summary>What it is called, for messages.</summary>
    public string Name => Resource ?? Path.GetFileName(File);

    /// <summary>The package's file that a path names, or null where it is the path of a plain file.</summary>
    /// <exception cref="VadException">It begins as one and does not go on as one.</exception>
    public static PackageFile? Of(string path)
    {
        if (!path.StartsWith(Scheme, StringComparison.Ordinal))
        {
            return null;
        }

        string[] parts = path[Scheme.Length..].Split('/', 3);
        string[] within = parts[^1].Split('!', 2);
        return parts.Length == 3 && parts.Concat(within).All(part => part.Length > 0)
            ? new PackageFile(parts[0], parts[1], within[0], within.ElementAtOrDefault(1))
            : throw new VadException($"'{path}' names no file of a package; expected {Scheme}PACKAGE/VERSION/FILE, or {Scheme}PACKAGE/VERSION/ASSEMBLY!RESOURCE.");
    }

    /// <summary>The places where it is looked for, in order.</summary>
    public IReadOnlyList<string> Candidates => ModelFile.Candidates(Path.Combine(AppContext.BaseDirectory, File));

    /// <summary>The file; null where it is not there.</summary>
    public string? Found => Candidates.FirstOrDefault(System.IO.File.Exists);

    private string OnDisk => Found
        ?? throw new VadException(
            $"'{Name}' of the package {Package} {Version} is not here; reference MlNetVad.Pretrained, or that package, in the program's project, and build it again.");

    /// <summary>The hash of its bytes, lower-case hexadecimal.</summary>
    /// <exception cref="VadException">It is not there.</exception>
    public string Sha256() => FileHash.Of(OnDisk, Resource);

    /// <summary>Its bytes.</summary>
    /// <exception cref="VadException">It is not there.</exception>
    public byte[] Read() => Resource is null ? System.IO.File.ReadAllBytes(OnDisk) : AssemblyResource.Read(OnDisk, Resource);

    /// <summary>Where the bytes that a model was made with can be opened as a file; null where they are within an assembly.</summary>
    /// <exception cref="VadException">They are others, or it is not there.</exception>
    public string? Require(string sha256)
    {
        string found = Sha256();
        if (found != sha256)
        {
            throw new VadException(
                $"'{Name}' of the package {Package} is not the file that the model was trained with (SHA-256 {found[..12]}…, expected {sha256[..12]}…); reference version {Version} of the package, or train again.");
        }

        return Resource is null ? OnDisk : null;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Scheme}{Package}/{Version}/{File}{(Resource is null ? "" : $"!{Resource}")}";
}
