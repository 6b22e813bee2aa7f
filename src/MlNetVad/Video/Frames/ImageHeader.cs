using MetadataExtractor;
using MetadataExtractor.Formats.Bmp;
using MetadataExtractor.Formats.Exif;
using MetadataExtractor.Formats.Jpeg;
using MetadataExtractor.Formats.Netpbm;
using MetadataExtractor.Formats.Png;
using MetadataExtractor.Formats.WebP;

namespace MlNetVad.Video.Frames;

/// <summary>What an image's header says of its size and of how it must be turned.</summary>
/// <param name="Height">Rows of pixels after turning.</param>
/// <param name="Width">Columns of pixels after turning.</param>
/// <param name="Orientation">How the stored pixels must be turned.</param>
internal readonly record struct ImageHeader(int Height, int Width, ImageOrientation Orientation)
{
    /// <summary>Reads a header.</summary>
    /// <exception cref="VadException">The file is not a readable image.</exception>
    public static ImageHeader Read(string path)
    {
        try
        {
            IReadOnlyList<MetadataExtractor.Directory> directories = ImageMetadataReader.ReadMetadata(path);
            var orientation = new ImageOrientation(directories.OfType<ExifIfd0Directory>().FirstOrDefault()
                is { } exif && exif.TryGetInt32(ExifDirectoryBase.TagOrientation, out int value) ? value : 1);

            // a size in EXIF may be that of the picture before it was cut: only TIFF has no other
            foreach (MetadataExtractor.Directory directory in directories.OrderBy(d => d is ExifIfd0Directory))
            {
                (int high, int wide) = directory switch
                {
                    JpegDirectory => (JpegDirectory.TagImageHeight, JpegDirectory.TagImageWidth),
                    PngDirectory => (PngDirectory.TagImageHeight, PngDirectory.TagImageWidth),
                    BmpHeaderDirectory => (BmpHeaderDirectory.TagImageHeight, BmpHeaderDirectory.TagImageWidth),
                    WebPDirectory => (WebPDirectory.TagImageHeight, WebPDirectory.TagImageWidth),
                    NetpbmHeaderDirectory => (NetpbmHeaderDirectory.TagHeight, NetpbmHeaderDirectory.TagWidth),
                    ExifIfd0Directory => (ExifDirectoryBase.TagImageHeight, ExifDirectoryBase.TagImageWidth),
                    _ => (-1, -1),
                };
                if (high >= 0 && directory.TryGetInt32(high, out int height) && directory.TryGetInt32(wide, out int width) && height is not (0 or int.MinValue) && width > 0)
                {
                    height = Math.Abs(height);
                    return orientation.SwapsSides ? new ImageHeader(width, height, orientation) : new ImageHeader(height, width, orientation);
                }
            }
        }
        catch (Exception e)   // damaged headers make the reader throw what it likes, also for want of the memory that a wrong length asks for
        {
            throw Unreadable(path, e);
        }

        throw Unreadable(path, null);
    }

    private static VadException Unreadable(string path, Exception? cause)
    {
        string message = $"Image '{path}' cannot be read: its header tells no size; replace it, or take it out of the folder.";
        return cause is null ? new VadException(message) : new VadException(message, cause);
    }
}
