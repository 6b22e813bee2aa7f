using System.Text;
using MlNetVad.Torch.Weights;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Tests.Weights;

public sealed class SafeTensorsDamageTests
{
    [Theory]
    [InlineData("""[]""", 0, "not a JSON object")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}""", 4, "not valid JSON")]
    [InlineData("""{} x""", 0, "not valid JSON")]
    [InlineData("""{"a":3}""", 0, "'a'")]
    [InlineData("""{"a":{"dtype":"C64","shape":[1],"data_offsets":[0,8]}}""", 8, "'C64'")]
    [InlineData("""{"a":{"dtype":"0","shape":[1],"data_offsets":[0,4]}}""", 4, "'0'")]
    [InlineData("""{"a":{"dtype":"f32","shape":[1],"data_offsets":[0,4]}}""", 4, "'f32'")]
    [InlineData("""{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,4]}}""", 4, "needs 8")]
    [InlineData("""{"a":{"dtype":7,"shape":[1],"data_offsets":[0,8]}}""", 8, "dtype")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "needs 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,6]}}""", 6, "shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""", 0, "too big")]
    [InlineData("""{"a":{"dtype":"F32","shape":[0,4294967296,4294967296],"data_offsets":[0,0]}}""", 0, "too big")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4, "-4 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}""", 4, "lacks")]
    [InlineData("""{"a":{"dtype":"F32","data_offsets":[0,4]}}""", 4, "lacks")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 4, "ends at byte 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "hole of 4")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 5, "take 4 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "overlaps")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "'a' twice")]
    [InlineData("""{"a":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "'dtype' twice")]
    [InlineData("""{"a":{"dtype":"F32","kind":1,"shape":[1],"data_offsets":[0,4]}}""", 4, "'kind'")]
    [InlineData("""{"__metadata__":{"a":1}}""", 0, "__metadata__")]
    public void Open_BrokenHeader_SaysWhatIsWrong(string header, int dataBytes, string expected)
    {
        VadException error = Assert.Throws<VadException>(() => SafeTensorsReader.Open(File(header, dataBytes), "'w'").Dispose());

        Assert.Contains(expected, error.Message);
        Assert.StartsWith("'w' ", error.Message);
        Assert.EndsWith(".", error.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void Open_TooShort_SaysSo(int length) =>
        Assert.Contains("fewer than", Assert.Throws<VadException>(() => SafeTensorsReader.Open(new byte[length]).Dispose()).Message);

    [Theory]
    [InlineData(100UL, "file ends after 8")]
    [InlineData(100_000_001UL, "allows")]
    [InlineData(ulong.MaxValue, "allows")]
    public void Open_HeaderLongerThanPossible_SaysSo(ulong length, string expected) =>
        Assert.Contains(expected, Assert.Throws<VadException>(() => SafeTensorsReader.Open(BitConverter.GetBytes(length)).Dispose()).Message);

    [Fact]
    public void Open_NoSuchFile_NamesIt()
    {
        string path = Path.Combine(Path.GetTempPath(), "mlnetvad-no-such.safetensors");

        Assert.Contains(path, Assert.Throws<VadException>(() => SafeTensorsReader.Open(path).Dispose()).Message);
        Assert.Throws<VadException>(() => SafeTensorsReader.Open(Path.GetTempPath()).Dispose());
    }

    [Fact]
    public void Read_NoSuchName_NamesItAndWhatIsThere()
    {
        using SafeTensorsReader reader = SafeTensorsReader.Open(Sound());

        string message = Assert.Throws<VadException>(() => reader.Read("x")).Message;
        Assert.Contains("'x'", message);
        Assert.Contains("it has 3, such as 'i', 'a', 'h'", message);
    }

    [Fact]
    public void Open_EveryTruncation_IsRefused()
    {
        byte[] sound = Sound();
        for (int length = 0; length < sound.Length; length++)
        {
            byte[] cut = sound[..length];
            Assert.Throws<VadException>(() => SafeTensorsReader.Open(cut).Dispose());
        }
    }

    [Fact]
    public void Open_EveryBitFlip_ReadsOrIsRefused()
    {
        byte[] sound = Sound();
        int refused = 0;
        for (int bit = 0; bit < sound.Length * 8; bit++)
        {
            refused += Refuses(Flipped(sound, bit)) ? 1 : 0;
        }

        Assert.InRange(refused, 64, sound.Length * 8);
    }

    [Fact]
    public void Open_RandomDamage_ReadsOrIsRefused()
    {
        byte[] sound = Sound();
        var random = new Random(14);
        int refused = 0;
        for (int round = 0; round < 5000; round++)
        {
            byte[] damaged = [.. sound];
            for (int i = random.Next(1, 8); i > 0; i--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            refused += Refuses(damaged) ? 1 : 0;
        }

        Assert.InRange(refused, 1000, 5000);
    }

    [Fact]
    public void Open_DamagedFile_ClosesIt()
    {
        string path = Path.Combine(Path.GetTempPath(), $"mlnetvad-{Guid.NewGuid():N}.safetensors");
        try
        {
            System.IO.File.WriteAllBytes(path, Sound()[..^1]);
            Assert.Contains(path, Assert.Throws<VadException>(() => SafeTensorsReader.Open(path).Dispose()).Message);
            using FileStream alone = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            Assert.True(alone.CanWrite);
        }
        finally
        {
            System.IO.File.Delete(path);
        }
    }

    private static bool Refuses(byte[] content)
    {
        try
        {
            using SafeTensorsReader reader = SafeTensorsReader.Open(content);
            foreach (WeightInfo tensor in reader.Tensors)
            {
                Assert.Equal(tensor.ByteLength, reader.Bytes(tensor.Name).Length);
                using Tensor read = reader.Read(tensor.Name);
                Assert.Equal(tensor.Count, read.numel());
            }

            return false;
        }
        catch (VadException)
        {
            return true;
        }
    }

    private static byte[] Flipped(byte[] sound, int bit)
    {
        byte[] flipped = [.. sound];
        flipped[bit / 8] ^= (byte)(1 << (bit % 8));
        return flipped;
    }

    private static byte[] Sound()
    {
        using var scope = NewDisposeScope();
        using var stream = new MemoryStream();
        new SafeTensorsWriter().AddMetadata("k", "v").Add("a", tensor(new float[] { 1, 2 })).Add("h", tensor(new float[] { 3 }), WeightType.F16)
            .Add("i", tensor(new long[] { 5 }, [1, 1])).Save(stream);
        return stream.ToArray();
    }

    private static byte[] File(string header, int dataBytes)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        return [.. BitConverter.GetBytes((ulong)json.Length), .. json, .. new byte[dataBytes]];
    }
}
