namespace MlNetVad.Onnx.Models;

/// <summary>A file that a NuGet package copies beside the program, written <c>nuget:PACKAGE/VERSION/FILE</c>.</summary>
/// <param name="Package">The package.</param>
/// <param name="Version">The version whose file is meant, for messages: what decides is the file's SHA-256.</param>
/// <param name="File">The path beside the program.</param>
internal sealed record PackageFile(string Package, string Version, string File)
{
    private const string Scheme = "nuget:";

    /// <summary>The package's file that a path names, or null where it is the path of a plain file.</summary>
    /// <exception cref="VadException">It begins as one and does not go on as one.</exception>
    public static PackageFile? Of(string path)
    {
        if (!path.StartsWith(Scheme, StringComparison.Ordinal))
        {
            return null;
        }

        string[] parts = path[Scheme.Length..].Split('/', 3);
        return parts.Length == 3 && Array.TrueForAll(parts, part => part.Length > 0)
            ? new PackageFile(parts[0], parts[1], parts[2])
            : throw new VadException($"'{path}' names no file of a package; expected {Scheme}PACKAGE/VERSION/FILE.");
    }

    /// <summary>The places where it is looked for, in order.</summary>
    public IReadOnlyList<string> Candidates => ModelFile.Candidates(Path.Combine(AppContext.BaseDirectory, File));

    /// <summary>The file; null where it is not there.</summary>
    public string? Found => Candidates.FirstOrDefault(System.IO.File.Exists);

    /// <summary>The file.</summary>
    /// <exception cref="VadException">It is not there.</exception>
    public string OnDisk => Found
        ?? throw new VadException(
            $"'{Path.GetFileName(File)}' of the package {Package} {Version} is not here; reference MlNetVad.Pretrained, or that package, in the program's project, and build it again.");

    /// <summary>The hash of its bytes, lower-case hexadecimal.</summary>
    /// <exception cref="VadException">It is not there.</exception>
    public string Sha256() => FileHash.Of(OnDisk);

    /// <summary>The file, which has the bytes that a model was made with.</summary>
    /// <exception cref="VadException">They are others, or it is not there.</exception>
    public string Require(string sha256)
    {
        string found = Sha256();
        if (found != sha256)
        {
            throw new VadException(
                $"'{Path.GetFileName(File)}' of the package {Package} is not the file that the model was trained with (SHA-256 {found[..12]}…, expected {sha256[..12]}…); reference version {Version} of the package, or train again.");
        }

        return OnDisk;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Scheme}{Package}/{Version}/{File}";
}
